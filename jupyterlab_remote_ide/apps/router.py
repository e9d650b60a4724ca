"""The rules of a tornado application, in the order in which they answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def walk(web_app: Any) -> Iterator[Any]:
    """All rules, those of every host."""
    for host_rule in web_app.default_router.rules:
        yield from getattr(host_rule.target, "rules", ())


def rule_at(rules: Iterable[Any], path: str) -> Any:
    """The first rule made from exactly this pattern, or ``None``."""
    for rule in rules:
        regex = getattr(rule.matcher, "regex", None)
        if regex is not None and regex.pattern in (path, path + "$"):
            return rule
    return None
