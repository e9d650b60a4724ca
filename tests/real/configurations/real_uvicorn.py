"""uvicorn."""

SERVER = "real"
HOLDS = "the page of the asgi app under ["
COPIES = {"asgi.py": "asgi.py"}
c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "real-uvicorn": {
        "command": ["uvicorn", "asgi:app", "--port", "{port}", "--root-path", "{base_url}real-uvicorn"],
        "timeout": 30,
    }
}
