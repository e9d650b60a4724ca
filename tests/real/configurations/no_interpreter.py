"""The script's interpreter is not there."""

FILES = {"tools/old-ide": "#!/opt/python2/bin/python\nprint('hello')\n"}
WHERE_STOCK_FAILS = ("interpreter-missing",)
c = get_config()  # noqa: F821
c.ServerProxy.servers = {"no-interpreter": {"command": ["./tools/old-ide", "{port}"]}}
