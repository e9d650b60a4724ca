#!/bin/sh
# Builds the sdist and the wheel, as a release does, in a copy of the sources: what the developer has built stays.
#   scripts/build-wheel.sh <folder for both>
set -eu
umask 022

here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "$1"
out=$(CDPATH= cd -- "$1" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

cd "$here"
tar --exclude=./node_modules --exclude=./.venv --exclude=./.cache --exclude=./.git --exclude=./lib --exclude=./dist \
  --exclude='*.tsbuildinfo' --exclude=./jupyterlab_remote_ide/labextension --exclude=__pycache__ \
  --exclude=./jupyterlab_remote_ide/pages/build \
  --exclude=test-results -cf - . | tar -xf - -C "$tree"
ln -s "$here/node_modules" "$tree/node_modules"
cd "$tree"
npm run --silent build:prod
"$here/.venv/bin/python" -m build --no-isolation --outdir "$out" .
