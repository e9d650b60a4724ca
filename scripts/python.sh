#!/bin/sh
# Prints the Python that .venv is made with: 3.10 or newer, and one that every account may run (root's own, below a
# closed home, would not do: the tests run Jupyter as an ordinary account).
set -eu

if [ "$(id -u)" = 0 ]; then
  candidates="/usr/bin/python3 /usr/local/bin/python3"
else
  candidates="python3 /usr/bin/python3 /usr/local/bin/python3"
fi
for python in $candidates; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    command -v "$python"
    exit 0
  fi
done
echo "Python 3.10 or newer is needed (looked for: $candidates)" >&2
exit 1
