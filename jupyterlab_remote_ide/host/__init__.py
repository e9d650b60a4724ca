"""The machine outside: processes and sockets, each told once. Facts, no policy; knows no feature."""
