"""What the files in configurations/ say of themselves: read, not run.

Each is a piece of a jupyter_server_config.py as a site might have it. Beside its first line it may say:

| name | default | |
| --- | --- | --- |
| OPEN | the first server's page | the path, or paths in turn, that a person opens, below the base URL |
| HOLDS | the page of <server> | what stands in the real page |
| WAY | page | websocket: what is sent comes back; banner: HOLDS comes by itself |
| LEADS_TO | | the address outside of Jupyter that opening it leads to, on purpose |
| AGAIN | (1,) | it is opened again so many seconds after its first page, each time |
| WHERE_STOCK_FAILS | | the reasons of which ours gives one where stock ends in an error |
| INSTEAD | | the reason that ours gives on purpose, where stock shows what is not the app |
| SERVER | together | whose server it shares: rough (floods, crash loops), alone (unloads the proxy), real |
| FILES, MODES | | texts in the folder that Jupyter starts in; executable if they begin with #! |
| COPIES | | files in that folder, copied from configurations/programs |
| BEFORE, RUNNING, RUNNING_AS_OTHER | | commands that have ended, or run, before Jupyter starts |
| STALE_SOCKETS | | sockets in the home folder that nobody listens on |
| NEEDS_ROOT | False | a second account is needed |
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).with_name("configurations")
PROGRAMS = FOLDER / "programs"


@dataclass(frozen=True)
class Shape:
    file: Path
    title: str
    tile: str
    opens: tuple[str, ...]
    holds: str
    way: str = "page"
    leads_to: str = ""
    again: tuple[float, ...] = (1,)
    reasons: tuple[str, ...] = ()
    instead: str = ""
    server: str = "together"
    files: dict[str, str] = field(default_factory=dict)
    modes: dict[str, int] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    before: Sequence[Sequence[str]] = ()
    running: Sequence[Sequence[str]] = ()
    running_as_other: Sequence[Sequence[str]] = ()
    stale_sockets: Sequence[str] = ()
    needs_root: bool = False

    @property
    def name(self) -> str:
        return self.file.stem

    @property
    def wrong(self) -> bool:
        """Whether stock may end in an error here; what is not so marked shows an error of this test."""
        return bool(self.reasons)


def read(file: Path) -> Shape:
    tree = ast.parse(file.read_text())
    said, tile = {}, ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id.isupper():
                said[node.targets[0].id] = ast.literal_eval(node.value)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "c.ServerProxy.servers":
            assert isinstance(node.value, ast.Dict)
            tile = ast.literal_eval(node.value.keys[0])  # type: ignore[arg-type]
    opens = said.pop("OPEN", f"{tile}/")
    known = {
        "way": said.pop("WAY", "page"),
        "leads_to": said.pop("LEADS_TO", ""),
        "again": said.pop("AGAIN", (1,)),
        "instead": said.pop("INSTEAD", ""),
        "reasons": said.pop("WHERE_STOCK_FAILS", ()),
        "server": said.pop("SERVER", "together"),
        "files": said.pop("FILES", {}),
        "modes": said.pop("MODES", {}),
        "copies": said.pop("COPIES", {}),
        "before": said.pop("BEFORE", ()),
        "running": said.pop("RUNNING", ()),
        "running_as_other": said.pop("RUNNING_AS_OTHER", ()),
        "stale_sockets": said.pop("STALE_SOCKETS", ()),
        "needs_root": said.pop("NEEDS_ROOT", False),
    }
    shape = Shape(
        file=file,
        title=(ast.get_docstring(tree) or "").splitlines()[0],
        tile=tile,
        opens=(opens,) if isinstance(opens, str) else opens,
        holds=said.pop("HOLDS", f"the page of {tile}"),
        **known,
    )
    assert not said, f"{file.name} says what nobody reads: {', '.join(said)}"
    assert tile and shape.title, f"{file.name} has no server, or no first line"
    return shape


def all_shapes() -> list[Shape]:
    return [read(file) for file in sorted(FOLDER.glob("*.py"))]
