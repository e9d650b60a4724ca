"""The rules of a tornado application, in the order in which they answer; and a request that never came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from tornado import httputil

# What browsers leave as it is in a path, of what is not letter, digit or one of -._~ (URL Standard, "path
# percent-encode set"); the percent sign, too.
_AS_IT_IS = "!$%&'()*+,/:;=@[]|"


def walk(web_app: Any) -> Iterator[Any]:
    """All rules, those of every host."""
    for host_rule in web_app.default_router.rules:
        yield from getattr(host_rule.target, "rules", ())


def rule_at(rules: Iterable[Any], *paths: str) -> Any:
    """The first rule made from exactly this pattern, or one of these, or ``None``."""
    wanted = {path + end for path in paths for end in ("", "$")}
    for rule in rules:
        regex = getattr(rule.matcher, "regex", None)
        if regex is not None and regex.pattern in wanted:
            return rule
    return None


def as_browser(path: str) -> str:
    """The path that arrives when a browser is sent to this address below the host; tornado matches it so."""
    path = path.partition("#")[0].partition("?")[0].replace("\\", "/")
    steps: list[str] = []
    for step in path.split("/"):
        if step != "..":
            steps += [step] if step != "." else []
        elif len(steps) > 1:
            steps.pop()
    return quote("/".join(steps), safe=_AS_IT_IS)


def first_for(rules: Iterable[Any], path: str) -> Any:
    """The rule that answers requests for this path, or ``None``."""
    for rule in rules:
        regex = getattr(rule.matcher, "regex", None)
        if regex is not None and regex.match(path):
            return rule
    return None


def takes(rule: Any, path: str) -> bool:
    """Whether this rule's pattern fits the whole path and finds one argument in it: a name in front of it may
    have characters that mean something to a pattern."""
    match = rule.matcher.regex.match(path)
    return match is not None and match.end() == len(path) and match.re.groups == 1


def below(rules: Iterable[Any], path: str) -> list[Any]:
    """The rules for pages below this path, by the text of their pattern: the pages nobody can list."""
    found = []
    for rule in rules:
        pattern = getattr(getattr(rule.matcher, "regex", None), "pattern", "")
        if pattern.startswith(path) and pattern[len(path) :].startswith(("/", "?", "(", "\\")):
            found.append(rule)
    return found


def no_request(path: str) -> httputil.HTTPServerRequest:
    """A GET of this path, to make a handler with."""
    nowhere: Any = _Nowhere()
    start = httputil.RequestStartLine("GET", path, "HTTP/1.1")
    headers = httputil.HTTPHeaders({"Host": "localhost"})
    return httputil.HTTPServerRequest(connection=nowhere, headers=headers, start_line=start)


class _Nowhere:
    """Stands for the connection of a request that never came."""

    def set_close_callback(self, callback: Callable[[], None] | None) -> None:
        return None
