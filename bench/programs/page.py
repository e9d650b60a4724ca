"""A program that answers at once:  page.py <port>  serves as many bytes as the path says, such as /1000

It says when it listens.
"""

import asyncio
import sys


class Page(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.head = transport, b""

    def data_received(self, data: bytes) -> None:
        self.head += data
        if b"\r\n\r\n" not in self.head:
            return
        size = int(self.head.split(b" ", 2)[1].strip(b"/") or 0)
        kind = b"Content-Type: application/octet-stream\r\n"
        head = b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n" % (kind, size)
        self.transport.write(head + bytes(size))
        self.transport.close()


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Page, "127.0.0.1", int(sys.argv[1]), backlog=512)
    print("listening", flush=True)
    await server.serve_forever()


asyncio.run(main())
