"""A script without a first line that names its interpreter."""

FILES = {"tools/no-shebang": "# a script\nexec page no-shebang $1\n"}
MODES = {"tools/no-shebang": 0o755}
WHERE_STOCK_FAILS = ("cannot-execute",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"no-shebang": {"command": ["./tools/no-shebang", "{port}"]}}
