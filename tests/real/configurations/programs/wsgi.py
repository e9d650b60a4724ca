"""A WSGI application that knows its prefix by SCRIPT_NAME, as Flask's and Django's do."""


def app(environ, start_response):  # type: ignore[no-untyped-def]
    prefix = environ.get("SCRIPT_NAME", "")
    page = f"<title>app</title><p>the page of the wsgi app under [{prefix}]".encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(page)))])
    return [page]
