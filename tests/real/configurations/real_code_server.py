"""code-server as jupyter-vscode-proxy runs it."""

SERVER = "real"
HOLDS = "vscode-workbench-web-configuration"
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-code-server": {
        "command": ["code-server", "--auth", "none", "--disable-telemetry", "--port={port}", "."],
        "timeout": 300,
    }
}
