"""A function makes the environment."""


def environment(port, base_url):
    return {"NOTES_WHERE": f"{port} {base_url}", "NOTES_MODE": "site"}


c = get_config()  # noqa: F821
c.ServerProxy.servers = {
    "environment-function": {
        "command": ["page", "environment-function", "{port}", "--needs", "NOTES_MODE=site"],
        "environment": environment,
    }
}
