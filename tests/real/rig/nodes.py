"""Nodes of a cluster that share their homes: a host name of its own for what an account starts there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .accounts import Account, NotRoot


@dataclass
class Node(Account):
    """The same account on the node ``host``; another host name takes root."""

    host: str = "cn01"

    def start(self, command: Sequence[str | Path], **options: Any) -> subprocess.Popen[bytes]:
        if os.getuid() != 0:
            raise NotRoot("needs root: another host name")
        become = (
            f'hostname {self.host} && exec setpriv --reuid={self.uid} --regid={self.gid} --clear-groups "$@"'
        )
        return super().start(["unshare", "--uts", "sh", "-c", become, "sh", *command], **options)

    def _becoming(self) -> dict[str, Any]:
        return {}  # root gives the name first


def on(account: Account, host: str) -> Node:
    """This account, with its home, on that node."""
    return Node(account.name, account.uid, account.gid, account.home, account.mark, host)
