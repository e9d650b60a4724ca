"""Listens on many ports at once, and says when it does:  listeners.py <how many>"""

import resource
import socket
import sys
import time

wanted = int(sys.argv[1])
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, wanted + 100), most))
kept = [socket.create_server(("127.0.0.1", 0), backlog=1) for _ in range(wanted)]
print(len(kept), flush=True)
time.sleep(3600)
