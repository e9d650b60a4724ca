"""The JupyterHub that started this server, as the environment says."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_PUBLIC = ("JUPYTERHUB_PUBLIC_URL", "JUPYTERHUB_PUBLIC_HUB_URL")


@dataclass(frozen=True)
class Hub:
    """``user`` is the raw name of the user it started this server for, ``None`` where it does not say;
    ``server_name`` is empty for the user's default server; ``url``: where its pages begin, below the host;
    ``version`` only where JupyterHub is loaded already, as in every single-user server; ``origins``: of the
    public addresses, where the hub knows them."""

    user: str | None
    server_name: str
    url: str | None
    version: str | None
    origins: tuple[str, ...] = ()


def find() -> Hub | None:
    """``None`` where no hub started this server."""
    if not os.environ.get("JUPYTERHUB_API_URL"):
        return None
    base_url = os.environ.get("JUPYTERHUB_BASE_URL")
    return Hub(
        user=os.environ.get("JUPYTERHUB_USER") or None,
        server_name=os.environ.get("JUPYTERHUB_SERVER_NAME", ""),
        url=f"{base_url.rstrip('/')}/hub" if base_url else None,
        version=getattr(sys.modules.get("jupyterhub"), "__version__", None),
        origins=tuple(
            f"{url.scheme}://{url.netloc}"
            for url in (urlsplit(os.environ.get(name, "")) for name in _PUBLIC)
            if url.scheme in {"http", "https"} and url.netloc
        ),
    )


def login(provider: object, settings: Mapping[str, Any]) -> Any:
    """The ``HubOAuth`` by which a browser is logged in here, ``None`` without one: the identity provider's,
    or in ``settings`` of the web application where jupyterhub-singleuser runs in its older way."""
    return getattr(provider, "hub_auth", None) or settings.get("hub_auth")
