"""A machine and a Jupyter server made of plain data."""

from __future__ import annotations

import asyncio
import time

from jupyterlab_remote_ide.host.listener import Listener, Scan, ScanFailed
from jupyterlab_remote_ide.host.owners import Owner
from jupyterlab_remote_ide.ports.manager import Timing
from jupyterlab_remote_ide.ports.probe import Answer

FAST = Timing(
    visible=0.02,
    background=0.08,
    owner_retries=(0.02, 0.05),
    probe_delay=0.01,
    probe_retries=(0.02, 0.05),
    stale=0.05,
    kill=0.2,
)
SERVER_PID = 1000


def make_owner(pid, argv=("python", "app.py"), ppid=1, session=None, parents=None, started=10.0):
    return Owner(pid, ppid, pid, session or pid, started, tuple(argv), "/home/me", parents or (ppid,))


class FakeScanner:
    def __init__(self, method="sock-diag", fails=0, cost=0.0):
        self.method, self.fails, self.cost = method, fails, cost
        self.now = Scan(())
        self.last = None
        self.scans = 0
        self.open = False

    def scan(self):
        self.scans += 1
        if self.fails:
            self.fails -= 1
            raise ScanFailed(self.method, "EPERM")
        self.open = True
        if self.now == self.last:
            return None
        self.last = self.now
        return self.now

    def close(self):
        self.open, self.last = False, None


class FakeMachine:
    def __init__(self):
        self.by_fd = False
        self.ephemeral = (32768, 60999)
        self.scanner = FakeScanner()
        self.extra = []
        self.known = {}
        self.answers = {}
        self.probed = []
        self.running = self.peak = 0
        self.probing = True
        self.gate = None
        self.processes = {}
        self.owner_delay = self.probe_time = 0.0

    def scanners(self):
        return [self.scanner, *self.extra]

    def owners(self, wanted, first, budget):
        time.sleep(self.owner_delay)
        return {inode: self.known[inode] for inode in wanted if inode in self.known}

    def may_probe(self, scan):
        return self.probing

    async def probe(self, listener):
        self.probed.append(listener.port)
        self.running += 1
        self.peak = max(self.peak, self.running)
        await asyncio.sleep(self.probe_time)
        if self.gate is not None:
            await self.gate.wait()
        self.running -= 1
        answer = self.answers.get(listener.port, Answer("http"))
        return answer.pop(0) if isinstance(answer, list) else answer

    async def localhost(self):
        return ("127.0.0.1",)

    def process(self, pid, started, inodes):
        return self.processes.get(pid)

    def listen(self, port, inode, owner=None, address="127.0.0.1"):
        listener = Listener(address, port, inode)
        if owner is not None:
            self.known[inode] = owner
        self.show(*self.scanner.now.own, listener)
        return listener

    def show(self, *own, foreign=(), partial=False):
        self.scanner.now = Scan(tuple(own), frozenset(foreign), partial)


class FakeSurroundings:
    def __init__(self):
        self.server_pid = SERVER_PID
        self.kernels_by_pid, self.ports, self.shells, self.groups, self.paths = {}, frozenset(), {}, {}, {}

    def kernels(self):
        return self.kernels_by_pid

    def kernel_ports(self, files=True):
        return self.ports

    def terminals(self):
        return self.shells

    def managed(self):
        return self.groups

    async def notebooks(self):
        return self.paths


async def until(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.005)


def shown(manager):
    return {row["port"]: row for row in manager.topic.rows() if not row["hidden"]}


def watch(manager, level="visible"):
    messages = []
    subscription = manager.topic.subscribe(messages.append)
    subscription.want(level)
    return subscription, messages


# Listens on a free port, prints it, and prints how many bytes the first client sent.
LISTEN = """
import socket, sys, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
print(s.getsockname()[1], flush=True)
s.settimeout(20)
got = b""
c, _ = s.accept(); c.settimeout(1)
try:
    got = c.recv(100)
except OSError:
    pass
print(len(got), flush=True)
"""


def once(make, uid):
    scanner = make(uid)
    try:
        return scanner.scan()
    finally:
        scanner.close()
