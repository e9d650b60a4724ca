"""gunicorn in the background."""

SERVER = "real"
HOLDS = "the page of the wsgi app under ["
COPIES = {"wsgi.py": "wsgi.py"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-gunicorn-daemon": {
        "command": ["gunicorn", "--daemon", "--workers", "2", "-b", "127.0.0.1:{port}", "wsgi:app"],
        "timeout": 30,
    }
}
