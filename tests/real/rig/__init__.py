"""Starts and stops the real programs for the tests: accounts, Jupyter servers, hubs, nginx.

Everything runs as an ordinary account with a home of its own. Nothing of an account may be left when a test
ends: ``Account.left()`` says what is. From a shell: ``python -m tests.real.rig.cli --help``.
"""

from .accounts import Account, accounts
from .browser import browser
from .hub import Hub
from .nginx import Nginx
from .server import Server

__all__ = ["Account", "Hub", "Nginx", "Server", "accounts", "browser"]
