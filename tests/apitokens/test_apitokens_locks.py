"""A home where no lock and no link can be had, as on some network file systems: nothing needs one."""

from __future__ import annotations

import subprocess
import sys

HOME = """
import asyncio, errno, fcntl, os, sys
from pathlib import Path

NONE = {"fcntl.flock", "fcntl.lockf", "fcntl.fcntl", "os.lockf", "os.link", "os.symlink"}
asked = []

def refuse(event, arguments):
    if event in NONE:
        asked.append(event)
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

sys.addaudithook(refuse)

from jupyterlab_remote_ide.apitokens.backend import Change, Wish
from jupyterlab_remote_ide.apitokens.backends.embedded import store
from jupyterlab_remote_ide.apitokens.backends.embedded.folder import TokenFolder

def server():
    return store.Store(TokenFolder(Path(sys.argv[1]) / "remote_ide" / "apitokens"), sys.argv[1], "/")

async def main():
    with open(__file__ if "__file__" in globals() else sys.executable) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH)
        except OSError:
            asked.clear()
        else:
            raise AssertionError("a lock was had")
    store.RECHECK_SECONDS = 0
    one, two = server(), server()
    minted = await one.create(Wish("vscode", "n", "connect", 60))
    key = minted.apitoken.id
    assert [row.id for row in await two.rows()] == [key]
    await two.change(key, Change("m", 3600))
    assert (await one.find(minted.secret)).note == "m"
    two.touch(key, "Code")
    await two.flush()
    await one.end(key)
    await one.remove(key)
    assert await two.find(minted.secret) is None
    print("asked:", asked)

asyncio.run(main())
"""


def test_made_listed_changed_used_and_revoked_without_a_lock(tmp_path):
    run = subprocess.run([sys.executable, "-c", HOME, tmp_path], timeout=60, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "asked: []\n", "")
