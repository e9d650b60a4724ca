"""The program answers 500, a function makes a page of it."""

HOLDS = "made whole"


def whole(response):
    if response.code == 500:
        response.code, response.reason = 200, "OK"
        response.body = b"made whole"


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "rewrite-response-500": {
        "command": ["page", "rewrite-response-500", "{port}", "--at", "/never", "--other", "500"],
        "rewrite_response": whole,
    }
}
