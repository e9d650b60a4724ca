"""gunicorn on a unix socket."""

SERVER = "real"
HOLDS = "the page of the wsgi app under ["
COPIES = {"wsgi.py": "wsgi.py"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-gunicorn-socket": {
        "command": ["gunicorn", "-b", "unix:{unix_socket}", "wsgi:app"],
        "unix_socket": True,
        "timeout": 30,
    }
}
