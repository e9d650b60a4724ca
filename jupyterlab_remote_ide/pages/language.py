"""The language of JupyterLab and our words in it: from its settings and its language packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_remote_ide.base import AUTH_RESOURCE, RemoteIDEHandler
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

DOMAIN = "jupyterlab_remote_ide"
# A home that does not answer must not keep a page without words.
_PATIENCE_SECONDS = 2.0
_ASIDE = Aside("Remote IDE: language")

Messages = Mapping[str, list[str]]
ENGLISH: tuple[str, Messages] = ("en", {})


class LanguageHandler(RemoteIDEHandler):
    """``GET language``"""

    @web.authenticated
    @authorized(action="read", resource=AUTH_RESOURCE)  # type: ignore[untyped-decorator]
    async def get(self) -> None:
        try:
            locale, messages = await _ASIDE.run(lambda: read(self.application), _PATIENCE_SECONDS)
        except NoAnswer:
            locale, messages = ENGLISH
        self.reply({"locale": locale, "messages": messages})


def read(web_app: Any) -> tuple[str, Messages]:
    """The locale (``pt_BR``) and by message its forms, singular first, as jupyterlab_server has them.

    Reads files, and all words of that language pack.
    """
    try:
        from jupyterlab_server.settings_utils import get_settings
        from jupyterlab_server.translation_utils import L10N_SCHEMA_NAME, SYS_LOCALE, get_language_pack
        from jupyterlab_server.translations_handler import TranslationsHandler
    except ImportError:
        return ENGLISH
    known = _arguments(web_app, TranslationsHandler)
    if known is None:
        return ENGLISH
    try:
        settings, _ = get_settings(
            known["app_settings_dir"],
            known["schemas_dir"],
            known["settings_dir"],
            schema_name=L10N_SCHEMA_NAME,
            overrides=known["overrides"],
            labextensions_path=known["labextensions_path"],
        )
    except (web.HTTPError, OSError):
        settings = {}
    chosen = dict(settings.get("settings") or {}).get("locale")
    locale = SYS_LOCALE if chosen in (None, "", "default") else str(chosen)
    packs, _ = get_language_pack(locale)
    words = dict(packs.get(DOMAIN) or {})
    words.pop("", None)  # what the catalog says of itself
    return (locale, words) if words else ENGLISH


def _arguments(web_app: Any, target: type) -> Mapping[str, Any] | None:
    """What the rule of this handler has been given: where JupyterLab keeps settings."""
    for host in web_app.default_router.rules:
        for rule in getattr(host.target, "rules", ()):
            if rule.target is target:
                return dict(rule.target_kwargs)
    return None
