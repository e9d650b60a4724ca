"""A WebSocket that answers with what it gets: `echo_app.py PORT`."""

import asyncio
import sys

from tornado import web
from tornado.websocket import WebSocketHandler


class Echo(WebSocketHandler):
    def check_origin(self, origin: str) -> bool:
        return True

    def on_message(self, message: str | bytes) -> None:
        self.write_message(message)


class Page(web.RequestHandler):
    def get(self) -> None:
        self.finish("echo")


async def main() -> None:
    web.Application([("/ws", Echo), ("/.*", Page)]).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
