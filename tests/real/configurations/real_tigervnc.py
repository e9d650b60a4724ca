"""TigerVNC as jupyter-remote-desktop-proxy runs it."""

SERVER = "real"
WAY = "banner"
HOLDS = "RFB 003"
FILES = {"xstartup": "#!/bin/sh\nexec openbox\n"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-tigervnc": {
        "command": [
            *("sh", "-c"),
            "vncserver -verbose -xstartup ./xstartup -geometry 800x600 -SecurityTypes None -fg"
            " -rfbunixpath {unix_socket} -rfbport -1",
        ],
        "unix_socket": True,
        "raw_socket_proxy": True,
        "timeout": 30,
    }
}
