"""Listens and writes down each connection and byte it gets: `count_bytes.py PORT FILE`."""

import socket
import sys
from pathlib import Path

file = Path(sys.argv[2])
file.write_text("")  # before it listens: who can connect finds the file
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    while True:
        connection, _ = server.accept()
        with connection, file.open("a") as log:
            log.write("connection\n")
            log.flush()
            connection.settimeout(5)
            try:
                if data := connection.recv(4096):
                    log.write(f"{len(data)} bytes\n")
            except OSError:
                pass
