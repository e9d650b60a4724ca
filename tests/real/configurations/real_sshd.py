"""sshd as jupyter-sshd-proxy runs it."""

import os

SERVER = "real"
WAY = "banner"
HOLDS = "SSH-2.0-"
RUNNING = ()
BEFORE = (["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "$HOME/hostkey"],)

c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-sshd": {
        "command": [
            *("/usr/sbin/sshd", "-h", os.environ["HOME"] + "/hostkey", "-D", "-e", "-f", "none"),
            *("-o", "ListenAddress 127.0.0.1:{port}", "-o", "PidFile none"),
        ],
        "raw_socket_proxy": True,
        "timeout": 30,
    }
}
