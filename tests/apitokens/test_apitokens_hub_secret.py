"""Which of a request's secrets is the one that let it in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from jupyterlab_remote_ide.visitor import HubToken


@pytest.mark.parametrize(("by_header", "secret"), [(True, "header"), (False, "cookie")])
def test_it_is_the_one_that_counted(by_header, secret):
    """A tab that outlives its token still sends it, and is let in by the cookie of a newer login."""
    handler = SimpleNamespace(
        _jupyter_current_user=SimpleNamespace(hub_user={"token_id": "o1", "session_id": "s", "scopes": []}),
        token_authenticated=by_header,
        get_secure_cookie=lambda name: {"jupyterhub-user-alice": b"cookie"}.get(name),
    )
    login = SimpleNamespace(cookie_name="jupyterhub-user-alice", get_token=lambda _, in_cookie=True: "header")
    assert HubToken.of(handler, login).secret() == secret
