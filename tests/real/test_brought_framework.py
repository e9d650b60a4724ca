"""A package beside ours tells a real server what its program is."""

from __future__ import annotations

from contextlib import closing

import programs
from driver import Watch
from rig import Account, Server
from rig.places import ROOT, free_port

EXAMPLE = ROOT / "tests" / "ports" / "example_framework.py"
TOLD = "packages/remote_ide_survey-1.0.dist-info"
POINTS = """
[jupyterlab_remote_ide.frameworks]
survey = my_package:FRAMEWORK
broken = my_package:NOTHING
"""


def test_a_row_is_labelled_by_the_rule_of_a_package(account: Account) -> None:
    """The example of docs/developers/extending.md, installed where only this server finds it."""
    account.write("packages/my_package.py", EXAMPLE.read_text())
    account.write(f"{TOLD}/METADATA", "Metadata-Version: 2.1\nName: remote-ide-survey\nVersion: 1.0\n")
    account.write(f"{TOLD}/entry_points.txt", POINTS)
    serve = account.write("survey/serve.py", "import http.server as h, sys\nh.test(port=int(sys.argv[1]))\n")
    port = free_port()
    with Server(account, base_url="/a/b/", env={"PYTHONPATH": str(account.home / "packages")}) as server:
        program = account.start([programs.python(), serve, str(port)])
        try:
            with closing(Watch(server.websocket, "ports")) as watch:
                row = watch.until(
                    lambda row: row["port"] == port and row["label"] == "Survey", "its label", timeout=60
                )
            assert (row["framework"], row["url"]) == ("survey", f"/a/b/proxy/absolute/{port}/start")
            assert row["hint"] == f"survey --prefix /a/b/proxy/absolute/{port} serve.py"
            told = "the framework 'broken' of the package remote-ide-survey is left out"
            assert server.log.count(told) == 1
        finally:
            program.kill()
            program.wait()
