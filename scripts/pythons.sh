#!/bin/sh
# Makes an environment in .cache/envs/python<version> for each other Python that we support and that this machine has.
# The unit tests run in them, as far as they need no second account: it may not be able to run such a Python.
set -eu
cd "$(dirname "$0")/.."

for version in $(sed -n 's/.*:: Python :: \(3\.[0-9]*\)".*/\1/p' pyproject.toml); do
  envs=.cache/envs/python$version
  .venv/bin/python -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] == '$version')" || continue # that of all tests
  for python in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
    "$python" -c 'import ensurepip' 2>/dev/null || continue
    echo "      Python $version"
    [ -x "$envs/bin/python" ] || "$python" -m venv "$envs"
    "$envs/bin/python" -m pip install -qq --disable-pip-version-check -r scripts/requirements-pythons.txt
    break
  done
done
