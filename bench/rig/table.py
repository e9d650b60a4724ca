"""One line of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    ours: str
    beside: str
    target: str
    reached: bool | None
    samples: int

    def cells(self) -> list[str]:
        verdict = {True: "yes", False: "**no**", None: "—"}[self.reached]
        return [self.what, self.ours, self.beside, self.target, verdict, str(self.samples)]


HEAD = ["what", "ours", "beside", "to reach", "reached", "n"]


def markdown(rows: Sequence[Row]) -> str:
    lines = [HEAD, ["---"] * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
