"""The seam where the server learns to accept named API tokens: the running identity provider.

Wrapped are public methods of the instance, and only where they are jupyter_server's own, so that a site's
own login is never bypassed. ``get_user_token`` is left alone: around it the base class sets a 30-day login
cookie, which would outlive the token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.client import responses
from inspect import isawaitable
from typing import Any, Protocol

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler

from jupyterlab_remote_ide.apitokens.backends.agent import agent
from jupyterlab_remote_ide.reasons import Reason
from jupyterlab_remote_ide.visitor import APITOKEN_ATTRIBUTE, HELLO

from .record import OWN_PATH, PATHS, SECRET_PREFIX, Record, identifier

_OWN = ("get_user", "get_token", "is_token_authenticated")
_WRAPPED = ("get_user", "is_token_authenticated", "set_login_cookie")


class Lookup(Protocol):
    async def find(self, secret: str) -> Record | None: ...


# (id, why it was refused, the client's own name, the request)
Heard = Callable[[str, "Reason | None", "str | None", JupyterHandler], None]


def refusal(provider: IdentityProvider) -> Reason | None:
    """Why named tokens cannot be served here, ``None`` where they can."""
    own = all(getattr(type(provider), name) is getattr(IdentityProvider, name) for name in _OWN)
    # The instance may be wrapped as well: by somebody else's login.
    if not own or any(name in vars(provider) for name in _OWN):
        return "other-identity-provider"
    if not provider.auth_enabled:
        return "no-authentication"
    return None


def wrap(provider: IdentityProvider, base_url: str, tokens: Lookup, heard: Heard) -> Callable[[], None]:
    """Accept ``tokens`` from now on; ``heard`` is told of each request that came with one,
    and of each that was refused.

    Returns what undoes it. The caller asks ``refusal`` first.
    """
    get_user_before = provider.get_user
    is_token_authenticated_before = provider.is_token_authenticated
    set_login_cookie_before = provider.set_login_cookie

    async def get_user(handler: JupyterHandler) -> User | None:
        secret, path = _secret(provider, handler), handler.request.path
        record = await tokens.find(secret) if secret is not None else None
        if record is not None and not _serves(path, base_url):
            _at_refusal(handler, partial(heard, record.id, "ide-token", agent(handler.request), handler))
        if record is None or not opens(path, base_url):
            if secret is not None and opens(path, base_url) and not _is_hello(path, base_url):
                heard(identifier(secret), "no-such-apitoken", agent(handler.request), handler)
            # Also for an IDE token on a page: there it is no credential, and a browser's own cookie still is.
            user = get_user_before(handler)
            return await user if isawaitable(user) else user
        setattr(handler, APITOKEN_ATTRIBUTE, record.id)
        _draw_no_pages(handler)
        if not _is_hello(path, base_url):
            heard(record.id, None, agent(handler.request), handler)
        return User(username=f"ide-{record.id}", name=record.note, display_name=record.note)

    def is_token_authenticated(handler: JupyterHandler) -> bool:
        return _came_with_token(handler) or is_token_authenticated_before(handler)

    def set_login_cookie(handler: JupyterHandler, user: User) -> None:
        # PATCH api/me would set one, and who has the cookie no longer needs the token.
        if not _came_with_token(handler):
            set_login_cookie_before(handler, user)

    instance: Any = provider
    instance.get_user = get_user
    instance.is_token_authenticated = is_token_authenticated
    instance.set_login_cookie = set_login_cookie

    def unwrap() -> None:
        for name in _WRAPPED:
            vars(provider).pop(name, None)

    return unwrap


def opens(path: str, base_url: str) -> bool:
    """Whether an IDE token opens this request path (as sent, still percent-encoded).

    Not the pages: most carry the server's own token, which has no end and cannot be revoked.
    """
    if not path.startswith(base_url):
        return False
    below = path[len(base_url) :]
    return below == "api" or below.startswith(PATHS)


def _serves(path: str, base_url: str) -> bool:
    """Our own API knows an IDE token, and says so when it refuses it."""
    return opens(path, base_url) and not path.startswith(f"{base_url}{OWN_PATH}")


def _is_hello(path: str, base_url: str) -> bool:
    """A check of a connection: neither a use of a token nor an attempt at one."""
    return path.startswith(f"{base_url}{HELLO}")


def _secret(provider: IdentityProvider, handler: JupyterHandler) -> str | None:
    secret = provider.get_token(handler)
    return secret if secret and secret.startswith(SECRET_PREFIX) else None


def _at_refusal(handler: JupyterHandler, tell: Callable[[], None]) -> None:
    """``tell`` when the answer is a refusal: not of what anybody may see, or who has a cookie as well."""
    finish = handler.on_finish

    def on_finish() -> None:
        to_login = handler._headers.get("Location", "").startswith(handler.get_login_url())
        if handler.get_status() in {401, 403} or (handler.get_status() == 302 and to_login):
            tell()
        finish()

    instance: Any = handler
    instance.on_finish = on_finish


def _draw_no_pages(handler: JupyterHandler) -> None:
    """jupyter_server's page template, of which every error page is made, holds the server's own token for
    whoever is logged in (``data-jupyter-api-token``). An IDE asks for JSON: it gets no page at all.
    """

    def render_template(name: str, **namespace: Any) -> str:
        if handler.get_status() < 400:
            handler.set_status(403)
        title = responses.get(handler.get_status(), "Not available")
        return (
            f"<!doctype html><title>{title}</title><p>{title}: an API token made for an IDE opens no pages."
        )

    instance: Any = handler
    instance.render_template = render_template


def _came_with_token(handler: JupyterHandler) -> bool:
    return getattr(handler, APITOKEN_ATTRIBUTE, None) is not None
