"""Script and style of the pages, as ``npm run build`` leaves them in ``build/``."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

FOLDER = Path(__file__).parent / "build"
ROUTE = r"remote-ide/static/(.*)"
_YEAR = 365 * 86_400


def url_of(base_url: str, name: str) -> str:
    """Its address below the host; another where its content is another. Without one if it was not built."""
    url = f"{base_url}remote-ide/static/{name}"
    try:
        stat = (FOLDER / name).stat()
    except OSError:
        return url
    return f"{url}?v={_version(name, stat.st_mtime_ns, stat.st_size)}"


@lru_cache(16)
def _version(name: str, _mtime: int, _size: int) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:16]


class StaticHandler(JupyterHandler, web.StaticFileHandler):
    """For those who may see the pages; a browser keeps what has a version."""

    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        if not self._finished and not self.current_user:
            raise web.HTTPError(403)
        if "\0" in self.path_args[0]:  # which no file system is asked for
            raise web.HTTPError(404)

    def set_extra_headers(self, path: str) -> None:
        kept = f"private, max-age={_YEAR}, immutable" if "v" in self.request.arguments else "no-cache"
        self.set_header("Cache-Control", kept)
