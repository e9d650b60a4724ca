"""A function makes the headers."""


def headers():
    return {"X-Site-User": "ann"}


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "headers-function": {
        "command": ["page", "headers-function", "{port}", "--header", "X-Site-User:ann"],
        "request_headers_override": headers,
    }
}
