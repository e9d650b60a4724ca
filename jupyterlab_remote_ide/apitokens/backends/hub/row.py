"""How a token that we made is told from others in the hub's own list, and what it may do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from jupyterlab_remote_ide.apitokens.backend import ApiToken, Wish
from jupyterlab_remote_ide.redact import one_line

# Every API token has it; a login's has the name of the server, and so has the server's own.
_CLIENT = "JupyterHub"
_NOTE = re.compile(
    r"Remote IDE: (?P<note>.*) \[(?P<recipe>[a-z0-9-]+)(?: (?P<browser>[a-z0-9-]+))?\]", re.DOTALL
)


def note_of(wish: Wish) -> str:
    """What stands on the hub's own page, for people; recipe and browser are read back from it."""
    label = wish.recipe if wish.browser is None else f"{wish.recipe} {wish.browser}"
    return f"Remote IDE: {wish.note} [{label}]"


def scopes_for(access: str, server: str) -> list[str]:
    """The least that the access takes; ``server`` is ``<user>/<server name>``, as raw as scopes want it."""
    scopes = [f"access:servers!server={server}"]
    if access != "connect":
        scopes.append(f"read:servers!server={server}")
    if access == "start":
        scopes.append(f"servers!server={server}")
    return scopes


def read(model: Mapping[str, Any], server: str) -> ApiToken | None:
    """A row of the hub's list; ``None`` where it is not of ours, or does not open this server."""
    found = _NOTE.fullmatch(str(model.get("note") or ""))
    scopes = tuple(str(scope) for scope in model.get("scopes") or ())
    if (
        found is None
        or model.get("oauth_client") != _CLIENT
        or f"access:servers!server={server}" not in scopes
        # Somebody wrote such a note on the hub's page, of a token that may more.
        or not all(_is_ours(scope, server) for scope in scopes)
    ):
        return None
    return ApiToken(
        id=str(model["id"]),
        note=one_line(found["note"]),  # anybody may write one on the hub's page
        recipe=found["recipe"],
        access=_access(scopes, server),
        created_at=_time(model["created"]) or 0.0,
        expires_at=_time(model.get("expires_at")),
        last_activity=_time(model.get("last_activity")),
        scopes=tuple(sorted(scopes)),
        browser=found["browser"],
    )


def _is_ours(scope: str, server: str) -> bool:
    """For this server alone; the names of its user are in each token."""
    return scope.endswith(f"!server={server}") or scope.startswith("read:users:")


def _access(scopes: tuple[str, ...], server: str) -> str:
    for access, scope in (("start", "servers"), ("list", "read:servers")):
        if f"{scope}!server={server}" in scopes:
            return access
    return "connect"


def _time(value: object) -> float | None:
    """Epoch seconds of the hub's ISO time, which is UTC."""
    if not isinstance(value, str):
        return None
    # Python 3.10 knows no "Z".
    moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()
