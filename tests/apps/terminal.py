"""A terminal without a screen: ``terminal.py <name>=<value> <line>`` types a line into an interactive bash.

As all terminals it leaves its name in the environment of what runs in it.
"""

from __future__ import annotations

import os
import pty
import sys

name, value = sys.argv[1].split("=")
pid, master = pty.fork()
if not pid:
    os.environ[name] = value
    os.execvp("bash", ["bash", "--norc", "--noprofile", "--noediting", "-i"])
os.write(master, sys.argv[2].encode() + b"\n")
while True:
    try:
        if not os.read(master, 65536):
            break
    except OSError:  # the shell has ended
        break
