"""The command begins with what shutil.which found: None."""

import shutil

SERVER = "alone"
WHERE_STOCK_FAILS = ("proxy-load-failed", "bad-command", "program-missing")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "missing-program-none": {"command": [shutil.which("no-such-ide"), "--port", "{port}"]}
}
