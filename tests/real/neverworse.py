"""Compares what stock and ours showed, and words the table of docs/operators/never-worse.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rig import Account
from rig.places import ROOT
from shapes import PROGRAMS, Shape
from sites import site_config

PAGE = ROOT / "docs" / "operators" / "never-worse.md"
# Reasons that say nothing of the cause.
GENERIC = frozenset({None, "start-timeout", "could-not-start", "internal-error", "respawning", "restarting"})
# Of another account, which an ordinary one cannot end; and what hides from every mark (see install.md).
BEYOND_OUR_REACH = ("other-account", "daemon-env-cleared")
Look = Mapping[str, Any]
Looks = Mapping[str, Mapping[str, Look]]
HEAD = (
    "| configuration | 4.4.0 alone | 4.6.0 alone | with us | what we say |\n| --- | --- | --- | --- | --- |"
)


def complaint(shape: Shape, stock: Look, ours: Look) -> str | None:
    """What is worse with us, if anything is."""
    if ours["verdict"] == "served":
        return None
    if shape.instead and ours["reason"] == shape.instead and ours["words"]:
        return None
    if stock["verdict"] == "served":
        return f"stock serves the page; ours: {_short(ours)}"
    if ours["verdict"] == "error":
        return f"stock: {_short(stock)}; ours says nothing: {_short(ours)}"
    if ours["reason"] in GENERIC or not ours["words"]:
        return f"stock: {_short(stock)}; ours gives no cause: {_short(ours)}"
    if shape.wrong and ours["reason"] not in shape.reasons:
        return f"another cause than {', '.join(shape.reasons)}: {_short(ours)}"
    return None


def _short(look: Look) -> str:
    state = f"{look['state']}/{look['reason']} " if look["state"] else ""
    return f"{look['verdict']} {state}{look['words']}".strip()


def rows(shapes: Sequence[Shape], looks: Looks) -> list[str]:
    """The table's rows: of numbers, times and folders that differ from run to run nothing is told."""
    return [
        _row(shape, looks) for shape in shapes if any(shape.name in by_name for by_name in looks.values())
    ]


def _row(shape: Shape, looks: Looks) -> str:
    here = {label: by_name[shape.name] for label, by_name in looks.items() if shape.name in by_name}

    def cell(kind: str) -> str:
        found = {label: _told(look) for label, look in here.items() if label.startswith(kind)}
        if len(set(found.values())) == 1:
            return next(iter(found.values()))
        return "; ".join(
            f"{label.split('-', 1)[1].replace('-', ' ')}: {text}" for label, text in found.items()
        )

    sentences = {
        _stable(look["words"])
        for label, look in here.items()
        if label.startswith("ours") and look["verdict"] == "sentence"
    }
    link = f"[{shape.title}](../../tests/real/configurations/{shape.file.name})"
    cells = [link, cell("stock-4.4.0"), cell("stock-4.6.0"), cell("ours"), " / ".join(sorted(sentences))]
    return f"| {' | '.join(cells)} |"


def _told(look: Look) -> str:
    if look["verdict"] == "sentence":
        return f"`{look['reason'] or look['state']}`"
    return "served" if look["verdict"] == "served" else f"error: {_stable(look['words'])}"


def _stable(words: str) -> str:
    words = re.sub(r"/tmp/ride\w+", "~", words)
    words = re.sub(r"\bride[ab][0-9a-f]{6}\b", "another", words)
    words = re.sub(r"\b(pid|port|pids) \d+", r"\1 N", words)
    words = re.sub(r"(?<=:)\d{4,5}\b|(?<= )\d{4,5}\b", "N", words)
    return words.replace("|", "\\|").strip()


def rows_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| [")]


def of_ours(rows: Sequence[str]) -> list[tuple[str, bool]]:
    """Of each row: which it is, and whether it is served with us. Which of several causes is seen first, a
    loaded machine decides; that one is named, each comparison asks for."""
    cells = [re.split(r" (?<!\\)\| ", row.strip("| ")) for row in rows]
    return [(row[0], row[3] == "served") for row in cells]


def plain_table(shapes: Sequence[Shape], looks: Looks) -> str:
    lines = []
    for row in rows(shapes, looks):
        cells = [re.sub(r"\[(.*?)\]\(.*?\)", r"\1", one.strip()) for one in row.strip("|").split(" | ")]
        lines.append(
            "  ".join(f"{text:<{width}}" for text, width in zip(cells, (62, 24, 24, 24, 0), strict=False))
        )
    return "\n".join(line.rstrip() for line in lines)


def prepare(account: Account, home: str, chosen: Sequence[Shape], ours: bool) -> None:
    """Under a hub: a home with the files and the configuration of these."""
    for shape in chosen:
        for path, text in shape.files.items():
            account.write(f"{home}/{path}", text, 0o755 if text.startswith("#!") else 0o644)
        for path, program in shape.copies.items():
            account.write(f"{home}/{path}", (PROGRAMS / program).read_text())
    path = f"import os\nos.environ['PATH'] = {str(PROGRAMS)!r} + ':' + os.environ['PATH']\n"
    config = path + site_config([one.file for one in chosen], ours)
    account.write(f"{home}/.jupyter/jupyter_server_config.py", config)


def page(shapes: Sequence[Shape], looks: Looks) -> str:
    text = Path(__file__).with_name("neverworse.head.md").read_text()
    table = "\n".join([HEAD, *rows(shapes, looks)])
    return f"{text}\n<!-- prettier-ignore-start -->\n\n{table}\n\n<!-- prettier-ignore-end -->\n"
