"""What an administrator sets of API tokens: part of ``c.RemoteIDE``."""

from __future__ import annotations

from traitlets import Bool, Enum, HasTraits, Integer, Unicode

DAY = 86_400


class Options(HasTraits):
    apitokens_enabled = Bool(True, help="Let users make named, expiring API tokens on a plain server.").tag(
        config=True
    )
    apitokens_storage = Enum(
        ["file", "memory"],
        "file",
        help="Keep hashes of API tokens in 0600 files below the user's Jupyter data folder, or in memory.",
    ).tag(config=True)
    apitokens_backend_class = Unicode(
        help="A site's own way to make API tokens: the dotted name of a class (docs/developers/extending.md)."
        " Empty: our own on a plain server, the hub's page under a hub."
    ).tag(config=True)
    apitokens_use_server_token = Bool(
        False,
        help="Under a hub: make API tokens with the server's own token, where the hub gave that the right."
        " Then whoever gets at a terminal of the server can do so, too, for all that its owner may.",
    ).tag(config=True)
    apitokens_default_lifetime = Integer(
        7 * DAY, min=1, help="Seconds a new API token lives where its maker names no other time."
    ).tag(config=True)
    apitokens_max_lifetime = Integer(
        30 * DAY, min=1, help="The longest an API token may live, in seconds; longer wishes are clamped."
    ).tag(config=True)
