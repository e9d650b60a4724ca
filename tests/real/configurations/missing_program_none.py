"""The command begins with what shutil.which found: None."""

import shutil

SERVER = "alone"
WHERE_STOCK_FAILS = ("program-missing", "wrong-entry")
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "missing-program-none": {"command": [shutil.which("no-such-ide"), "--port", "{port}"]}
}
