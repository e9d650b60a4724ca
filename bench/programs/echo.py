"""A WebSocket that says back what it hears:  echo.py <port>.  It says when it listens."""

import asyncio
import sys

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Echo(WebSocketHandler):
    def check_origin(self, origin: str) -> bool:
        return True

    async def on_message(self, message: str | bytes) -> None:
        await self.write_message(message)


async def main() -> None:
    Application([("/", Echo)]).listen(int(sys.argv[1]), "127.0.0.1")
    print("listening", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
