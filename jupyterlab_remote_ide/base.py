"""What every handler of ours shares: who asks, what the body may hold, how an error is told."""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Awaitable, Collection, Mapping
from http.client import responses
from typing import Any

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import web

from .errors import BadRequest, Denied, NotFound, RemoteIDEError
from .host import hub
from .reasons import Reason
from .visitor import APITOKEN_ATTRIBUTE as APITOKEN_ATTRIBUTE
from .visitor import HubToken, Visitor

AUTH_RESOURCE = "remote-ide"
PREFIX = r"remote-ide/v1"
_VISITOR_ATTRIBUTE = "_remote_ide_visitor"
_STATUS: Mapping[int, Reason] = {404: "not-found", 405: "method-not-allowed"}
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def _no_constant(name: str) -> float:
    msg = f"{name} is not JSON"  # Python's reader takes NaN and Infinity
    raise ValueError(msg)


async def is_authorized(handler: JupyterHandler, action: str, resource: str = AUTH_RESOURCE) -> bool:
    """Ask the server's Authorizer, which may answer now or later: a bare ``bool()`` of the latter is true."""
    answer = handler.authorizer.is_authorized(handler, handler.current_user, action, resource)
    return bool(await answer if isinstance(answer, Awaitable) else answer)


async def find_visitor(handler: JupyterHandler) -> Visitor:
    """The author of an authenticated request, remembered for ``visitor_of``.

    Under a hub the owner is decided by ``JUPYTERHUB_USER`` against the raw user name; the page's ``hubUser``
    is a display name on hub 6. A hub that names no user leaves nobody the owner. Elsewhere: whoever the
    Authorizer lets write.
    """
    user = handler.current_user
    username = str(getattr(user, "username", user))
    around = hub.find()
    owner = username == around.user if around is not None else await is_authorized(handler, "write")
    visitor = _visitor(handler, username, owner)
    setattr(handler, _VISITOR_ATTRIBUTE, visitor)
    return visitor


def visitor_of(handler: JupyterHandler) -> Visitor:
    """The author of an authenticated request, for code that cannot wait.

    Where ``find_visitor`` was not awaited before, an Authorizer that answers later counts as a no.
    """
    known = getattr(handler, _VISITOR_ATTRIBUTE, None)
    if isinstance(known, Visitor):
        return known
    user = handler.current_user
    username = str(getattr(user, "username", user))
    around = hub.find()
    if around is not None:
        owner = username == around.user
    else:
        answer = handler.authorizer.is_authorized(handler, user, "write", AUTH_RESOURCE)
        if inspect.iscoroutine(answer):
            answer.close()
        owner = answer is True
    return _visitor(handler, username, owner)


def _visitor(handler: JupyterHandler, username: str, owner: bool) -> Visitor:
    ours = getattr(handler, APITOKEN_ATTRIBUTE, None)
    login = hub.login(handler.identity_provider, handler.settings)
    return Visitor(username, owner, apitoken_id=ours, hub_token=HubToken.of(handler, login))


def log_without_query(handler: JupyterHandler, typ: Any, value: Any, tb: Any) -> None:
    """What tornado's ``log_exception`` says, but with the path alone: the URI may carry ``?token=``."""
    where = f"{handler.request.method} {handler.request.path}"
    if isinstance(value, web.HTTPError):
        if value.log_message:
            handler.log.warning("%d %s: %s", value.status_code, where, value.get_message())
    elif not isinstance(value, RemoteIDEError):  # a denial is no incident
        handler.log.log(logging.ERROR, "Uncaught exception in %s", where, exc_info=(typ, value, tb))


class RemoteIDEHandler(APIHandler):
    """A REST handler. Verbs carry ``@web.authenticated`` and ``@authorized`` themselves: a shared decorated
    base would fix the first resource it saw for all."""

    auth_resource = AUTH_RESOURCE
    opens_to_ides = False
    """Whether an API token made for an IDE may ask here."""
    refusal: Reason | None = None
    """The word of the error that was told."""

    @property
    def _track_activity(self) -> bool:  # type: ignore[override]
        """Reads are nobody's activity: a polling tab must not keep an idle server alive."""
        return self.request.method not in _READS

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        is_ide = getattr(self, APITOKEN_ATTRIBUTE, None) is not None
        if not self._finished and is_ide and not self.opens_to_ides:
            msg = "An API token made for an IDE cannot use Remote IDE's own API."
            raise Denied(msg, "ide-token")
        if not self._finished and self.current_user:
            await find_visitor(self)

    @property
    def visitor(self) -> Visitor:
        return visitor_of(self)

    def body(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
        """The JSON object of the request; a missing, unknown or malformed field is a 400."""
        try:
            data = json.loads(self.request.body or b"{}", parse_constant=_no_constant)
        except (ValueError, RecursionError):
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

    def reply_nothing(self) -> None:
        """204."""
        self.set_status(204)
        self.finish()

    def compute_etag(self) -> str | None:
        return None  # tornado's hash of the body: no browser asks with it, as nothing here may be stored

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Always ``{message, reason}``, also for what tornado and jupyter_server refuse."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        detail: dict[str, str] = {}
        if isinstance(error, RemoteIDEError):
            self.set_status(error.status)
            message, reason, detail = error.message, error.reason, error.detail
        else:
            message = getattr(error, "log_message", None) or responses.get(status_code, "Unknown error")
            reason = self._refusal(status_code, message)
        self.refusal = reason
        told = {"message": message, "reason": reason}
        self.finish(json.dumps(told | {"detail": detail} if detail else told))

    def _refusal(self, status: int, message: str) -> Reason:
        if status == 403:
            if not getattr(self, "_jupyter_current_user", None):
                return "not-logged-in"
            return "xsrf" if "xsrf" in message.lower() else "not-authorized"
        if status >= 500:
            return "internal-error"
        return _STATUS.get(status, "bad-request")

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        log_without_query(self, typ, value, tb)


class UnknownPath(RemoteIDEHandler):
    """What stands under our prefix and is nothing: JSON, not Jupyter's HTML page."""

    @web.authenticated
    def get(self) -> None:
        msg = "There is no such call."
        raise NotFound(msg)
