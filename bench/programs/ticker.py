"""An extension of the Jupyter server under test: the longest that its event loop did nothing else.

A task wakes up every 5 ms. ``GET ticker`` answers with the largest gap in ms since the last such request.
"""

import asyncio
import time

from jupyter_server.base.handlers import APIHandler
from tornado import web

SECONDS = 0.005
gaps = [0.0]


async def tick() -> None:
    last = time.perf_counter()
    while True:
        await asyncio.sleep(SECONDS)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now


class Ticker(APIHandler):
    @web.authenticated
    def get(self) -> None:
        self.finish({"ms": 1000 * max(gaps)})
        gaps[:] = [0.0]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "ticker"}]


def _load_jupyter_server_extension(app) -> None:
    app.web_app.add_handlers(".*$", [(app.base_url + "ticker", Ticker)])
    app.ticking = app.io_loop.asyncio_loop.create_task(tick())
