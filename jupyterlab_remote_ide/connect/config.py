"""What an administrator sets of ways to connect: part of ``c.RemoteIDE``."""

from __future__ import annotations

from traitlets import HasTraits, Unicode


class Options(HasTraits):
    connect_login_host = Unicode(
        help="The host that users log in at by ssh, by the name that works on their own computers. Empty:"
        " where the job was submitted, else where the ssh session came in that the server was started from."
    ).tag(config=True)
    connect_packages_text = Unicode(
        help="What users are told of installing packages, in place of what is found out, such as"
        " 'Use the site's wheels: pip install --no-index ...'. Plain text, shown as it is."
    ).tag(config=True)
