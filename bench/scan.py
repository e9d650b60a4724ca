"""What one scan of the listening sockets costs: ours beside what others use, in one run, interleaved.

    python bench/scan.py            measure, write bench/results/scan.json, print the table
    python bench/scan.py --table    print the table of the last run from that file alone

Each count of listeners is measured in a network namespace of its own where that is allowed (``unshare -n``;
as an ordinary uid if started by root), so that nobody else's sockets are in it. The figures are CPU
milliseconds of one scan, user and system, children included.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "scan.json"
COUNTS = (10, 100, 1000)
ORDINARY_UID = 54321
# name, scans per sample: enough that a sample is long against the clock's step
WAYS = {
    "bare dump": 200,
    "ours, nothing changed": 200,
    "ours, parsed": 200,
    "ours, /proc fallback": 4,
    "psutil": 2,
    "ss -ltn": 4,
}


def bare():
    """The same request and a minimal receive loop: what the kernel itself takes."""
    from jupyterlab_remote_ide.host.sockdiag import ALL_LISTENERS

    netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4)

    def dump():
        netlink.send(ALL_LISTENERS)
        while netlink.recv(65536)[4] != 3:  # DONE
            pass

    return dump


def unchanged():
    from jupyterlab_remote_ide.host.sockdiag import SockDiag

    scanner = SockDiag(os.getuid())
    for _ in range(3):  # the kernel cuts a socket's first answer into smaller pieces
        scanner.scan()

    def scan():
        if scanner.scan() is not None:
            sys.exit("the table changed while it was measured")

    return scan


def parsed():
    from jupyterlab_remote_ide.host.sockdiag import SockDiag

    scanner = SockDiag(os.getuid())
    own = len(scanner.scan().own)

    def scan():
        scanner._last = None
        if len(scanner.scan().own) != own:
            sys.exit("the table changed while it was measured")

    return scan


def procfs():
    from jupyterlab_remote_ide.host.procnet import ProcNet

    scanner = ProcNet(os.getuid())

    def scan():
        scanner.close()  # forget the counters that let an idle one rest
        scanner.scan()

    return scan


def with_psutil():
    import psutil

    return lambda: [row for row in psutil.net_connections("tcp") if row.status == psutil.CONN_LISTEN]


def with_ss():
    return lambda: subprocess.run(["ss", "-ltn"], stdout=subprocess.DEVNULL, check=True)


MAKERS = dict(zip(WAYS, (bare, unchanged, parsed, procfs, with_psutil, with_ss), strict=True))


def cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def measure(count: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds per scan by way, one figure per round; the ways take turns."""
    limit = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], count + 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    scans = {name: make() for name, make in MAKERS.items() if name != "ss -ltn" or shutil.which("ss")}
    samples: dict[str, list[float]] = {name: [] for name in scans}
    for scan in scans.values():
        scan()
    for _ in range(rounds):
        for name, scan in scans.items():
            start = cpu()
            for _ in range(WAYS[name]):
                scan()
            samples[name].append(round(1000 * (cpu() - start) / WAYS[name], 6))
    for listener in listeners:
        listener.close()
    return samples


def child(count: int, rounds: int) -> dict[str, list[float]]:
    argv = [sys.executable, __file__, "--count", str(count), "--rounds", str(rounds)]
    if os.getuid() == 0:
        argv = ["setpriv", f"--reuid={ORDINARY_UID}", f"--regid={ORDINARY_UID}", "--clear-groups", *argv]
    isolated = ["unshare", *([] if os.getuid() == 0 else ["-Ur"]), "-n", "sh", "-c"]
    if subprocess.run([*isolated, "true"], capture_output=True).returncode == 0:
        argv = [*isolated, 'ip link set lo up; exec "$@"', "sh", *argv]
    else:
        print(
            "no network namespace of its own here: other programs' sockets are counted too", file=sys.stderr
        )
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def versions() -> dict[str, str]:
    from importlib.metadata import version

    ss = (
        subprocess.run(["ss", "-V"], capture_output=True, text=True).stdout.strip()
        if shutil.which("ss")
        else ""
    )
    return {
        "linux": platform.release(),
        "python": platform.python_version(),
        "psutil": version("psutil"),
        "ss": ss,
        "cpus": str(os.cpu_count()),
    }


def table(data: dict) -> str:
    lines = ["| one scan, CPU ms (median) | " + " | ".join(f"{n} listeners" for n in data["samples"]) + " |"]
    lines.append("|---|" + "---|" * len(data["samples"]))
    medians = {
        n: {way: statistics.median(rows) for way, rows in ways.items()} for n, ways in data["samples"].items()
    }
    for way in next(iter(medians.values())):
        lines.append(f"| {way} | " + " | ".join(f"{ways[way]:.3f}" for ways in medians.values()) + " |")
    for label, above, below in (
        ("psutil / ours, nothing changed", "psutil", "ours, nothing changed"),
        ("psutil / ours, parsed", "psutil", "ours, parsed"),
        ("ours, nothing changed / bare dump", "ours, nothing changed", "bare dump"),
    ):
        ratios = " | ".join(f"{ways[above] / ways[below]:.2f}" for ways in medians.values())
        lines.append(f"| {label} | {ratios} |")
    lines.append("")
    lines.append("Versions: " + ", ".join(f"{name} {value}" for name, value in data["versions"].items()))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", action="store_true", help="print the table of the last run")
    parser.add_argument("--count", type=int, help="measure here with this many listeners, print JSON")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    if options.count:
        print(json.dumps(measure(options.count, options.rounds)))
        return
    if not options.table:
        samples = {str(count): child(count, options.rounds) for count in COUNTS}
        data = {
            "unit": "CPU ms per scan",
            "when": time.time(),
            "argv": ["python", "bench/scan.py", *sys.argv[1:]],
            "versions": versions(),
            "scans_per_sample": WAYS,
            "samples": samples,
        }
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(data, indent=1) + "\n")
    print(table(json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    main()
