"""A program whose answers no browser could be shown, by the path: ``garbles.py <port>`` prints its port."""

import asyncio
import socket
import struct
import sys

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ANSWERS = {
    "": OK + b"Content-Length: 2\r\n\r\nok",
    "long-head": OK + b"X: " + b"x" * 70_000 + b"\r\n\r\n",
    "endless-line": b"HTTP/1.1 200 " + b"x" * 200_000,
    "body-too-long": OK + b"Content-Length: 99999999999\r\n\r\nx",
    "two-lengths": OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
    "no-chunk": CHUNKED + b"zz\r\n",
    "endless-chunk-head": CHUNKED + b"1" * 70_000,
    "cut": OK + b"Content-Length: 9\r\n\r\n",
    "cut-head": OK + b"X: ",
    "reset": OK + b"Content-Length: 9\r\n\r\n",
    "reset-head": OK + b"X: ",
    "reset-chunk": CHUNKED,
    "no-status": b"HTTP/1.1 abc High\r\nContent-Length: 0\r\n\r\n",
    "no-header": OK + b"no header\r\n\r\n",
    "control": OK + b"X: a\0b\r\nContent-Length: 0\r\n\r\n",
    "only-interim": b"HTTP/1.1 100 Go on\r\n\r\n",
    "body-of-none": b"HTTP/1.1 204 None\r\nContent-Length: 3\r\n\r\nabc",
}


async def answer(reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    path = head.split(b" ")[1].decode().split("?")[0].rsplit("/", 1)[-1]
    writer.write(ANSWERS[path])
    try:
        await writer.drain()
        await asyncio.sleep(0.05)  # a reset takes away what was not read yet
    except OSError:
        return
    if path.startswith("reset"):
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", int(sys.argv[1]))
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
