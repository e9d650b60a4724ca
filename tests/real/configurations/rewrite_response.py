"""A function rewrites the page."""

HOLDS = "the page, rewritten"


def rewrite(response):
    response.body = response.body.replace(b"the page of rewrite-response", b"the page, rewritten")


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "rewrite-response": {"command": ["page", "rewrite-response", "{port}"], "rewrite_response": rewrite}
}
