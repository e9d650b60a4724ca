"""What an administrator sets of the list of ports: part of ``c.RemoteIDE``."""

from __future__ import annotations

from traitlets import Bool, Enum, HasTraits


class Options(HasTraits):
    ports_enabled = Bool(True, help="List the user's own listening ports.").tag(config=True)
    ports_method = Enum(
        ["auto", "sock-diag", "sock-diag-v2", "procfs"],
        "auto",
        help="How listening sockets are found; 'auto' takes the cheapest that this kernel allows.",
    ).tag(config=True)
    ports_probe = Bool(True, help="Ask each new own port once whether it speaks HTTP.").tag(config=True)
