#!/bin/sh
# The tests run Jupyter as an ordinary account, which must be able to read this checkout. As root, in a checkout that
# others cannot enter, this copies it to /var/tmp and runs the command there:   scripts/in-reach.sh make test
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here"
nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
if [ "$(id -u)" != 0 ] || nobody test -r "$here/pyproject.toml" -a -x "$here/jupyterlab_remote_ide" -a -r "$here/tests/conftest.py"; then
  exec "$@"
fi

# ENVS may name another folder for it.
copy=${ENVS:-/var/tmp/jupyterlab-remote-ide-$(printf %s "$here" | cksum | cut -d ' ' -f 1)}
echo "Other accounts cannot read $here: working in a copy, $copy"
umask 022
mkdir -p "$copy"
# What the copy has made itself stays; of the sources only what the checkout has.
find "$copy" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name .venv ! -name .cache -exec rm -rf {} +
tar --exclude=./node_modules --exclude=./.venv --exclude=./.cache --exclude=./.git --exclude=./lib \
  --exclude='./*.tsbuildinfo' --exclude=./jupyterlab_remote_ide/labextension \
  --exclude=./jupyterlab_remote_ide/pages/build -cf - . |
  tar -xf - -C "$copy" --no-same-owner --no-same-permissions
chmod -R a+rX "$copy/." 2>/dev/null || true
cd "$copy"
exec "$@"
