"""Two functions in a row rewrite the page and its status."""

HOLDS = "the second of both"


def first(response, request):
    if response.code == 404:
        response.code, response.reason = 200, "OK"
        response.body = b"the first of both"


def second(response, port, path):
    response.body = response.body.replace(b"first", b"second")


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "rewrite-response-list": {
        "command": ["page", "rewrite-response-list", "{port}", "--at", "/never"],
        "rewrite_response": [first, second],
    }
}
