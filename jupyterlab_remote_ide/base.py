"""What every handler of ours shares: who asks, what the body may hold, how an error is told."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import web

from .errors import BadRequest, Denied, RemoteIDEError
from .visitor import Visitor, hub_owner

AUTH_RESOURCE = "remote-ide"
PREFIX = r"remote-ide/v1"
APITOKEN_ATTRIBUTE = "_remote_ide_apitoken"  # noqa: S105 - set by the identity seam: the id, no secret
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def visitor_of(handler: JupyterHandler) -> Visitor:
    """The author of an authenticated request.

    Under a hub the owner is decided by ``JUPYTERHUB_USER`` against the raw user name; the page's ``hubUser``
    is a display name on hub 6. Elsewhere: whoever the Authorizer lets write.
    """
    user = handler.current_user
    username = str(getattr(user, "username", user))
    name = hub_owner()
    if name is not None:
        owner = username == name
    else:
        owner = bool(handler.authorizer.is_authorized(handler, user, "write", AUTH_RESOURCE))
    return Visitor(username=username, owner=owner, apitoken_id=getattr(handler, APITOKEN_ATTRIBUTE, None))


class RemoteIDEHandler(APIHandler):
    """A REST handler. Verbs carry ``@web.authenticated`` and ``@authorized`` themselves: a shared decorated
    base would fix the first resource it saw for all."""

    auth_resource = AUTH_RESOURCE

    @property
    def _track_activity(self) -> bool:  # type: ignore[override]
        """Reads are nobody's activity: a polling tab must not keep an idle server alive."""
        return self.request.method not in _READS

    async def prepare(self) -> None:
        await super().prepare()  # type: ignore[misc]
        if not self._finished and getattr(self, APITOKEN_ATTRIBUTE, None) is not None:
            raise Denied("An API token made for an IDE cannot use Remote IDE's own API.", "ide-token")

    @property
    def visitor(self) -> Visitor:
        return visitor_of(self)

    def body(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
        """The JSON object of the request; a missing, unknown or malformed field is a 400."""
        try:
            data = json.loads(self.request.body or b"{}")
        except ValueError:
            msg = "The request body is not JSON."
            raise BadRequest(msg, "bad-json") from None
        if not isinstance(data, dict):
            msg = "The request body is not a JSON object."
            raise BadRequest(msg, "bad-json")
        for name in required:
            if name not in data:
                msg = f"The field {name!r} is missing."
                raise BadRequest(msg, "missing-field")
        unknown = sorted(set(data) - set(required) - set(optional))
        if unknown:
            msg = f"Unknown field: {', '.join(name[:40] for name in unknown)}."
            raise BadRequest(msg, "unknown-field")
        return data

    def reply(self, data: object, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(data))

    def reply_topic(self, etag: str, data: object) -> None:
        """A list with an ETag; 304 where the browser has it already."""
        self.set_header("Etag", etag)
        if self.request.headers.get("If-None-Match") == etag:
            self.set_status(304)
            self.finish()
        else:
            self.set_header("Cache-Control", "no-cache")
            self.finish(json.dumps(data))

    def compute_etag(self) -> str | None:
        return None  # only topics have one, and they set it

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """``{message, reason}`` for our errors; jupyter_server's own form for all others."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, RemoteIDEError):
            self.set_status(error.status)
            self.finish(json.dumps({"message": error.message, "reason": error.reason}))
        else:
            super().write_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """A denial is no incident; only what we did not foresee goes to the log."""
        if not isinstance(value, RemoteIDEError):
            super().log_exception(typ, value, tb)


class UnknownPath(RemoteIDEHandler):
    """What stands under our prefix and is nothing: JSON, not Jupyter's HTML page."""

    @web.authenticated
    def get(self) -> None:
        self.reply({"message": "There is no such call.", "reason": "not-found"}, 404)
