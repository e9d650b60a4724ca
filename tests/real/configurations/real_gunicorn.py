"""gunicorn, as for pgAdmin: SCRIPT_NAME is its prefix, 500 everywhere else."""

SERVER = "real"
HOLDS = "the page of the wsgi app under ["
COPIES = {"wsgi.py": "wsgi.py"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-gunicorn": {
        "command": [
            *("gunicorn", "-b", "127.0.0.1:{port}", "-e", "SCRIPT_NAME={base_url}real-gunicorn", "wsgi:app"),
        ],
        "absolute_url": True,
        "timeout": 30,
    }
}
