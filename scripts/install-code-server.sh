#!/bin/sh
# Installs code-server from npm, for the tests and for `make run`:
#   scripts/install-code-server.sh [folder]      (default: .cache of this checkout)
# It ends with <folder>/bin/code-server. Nothing is done where that already prints the wanted version.
#
# `npm install -g code-server` cannot be used: its postinstall refuses root, it downloads ripgrep from outside the
# registry and it wants kerberos' C headers. So the scripts are left out and the native parts are built one by one.
set -eu
umask 022

VERSION=4.100.3
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "${1:-$here/.cache}/bin"
prefix=$(CDPATH= cd -- "${1:-$here/.cache}" && pwd)
wrapper=$prefix/bin/code-server
target=$prefix/code-server
log=$prefix/code-server-install.log

say() { printf 'code-server %s: %s\n' "$VERSION" "$*"; }
fail() {
  say "$*" >&2
  exit 1
}

if [ -x "$wrapper" ] && "$wrapper" --version 2>/dev/null | grep -q "^$VERSION "; then
  say "is already installed"
  exit 0
fi

command -v node >/dev/null || fail "needs Node 20 (node was not found on PATH)"
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || fail "needs Node 20, found $(node --version)"
missing=
command -v g++ >/dev/null || missing="$missing g++"
command -v make >/dev/null || missing="$missing make"
command -v python3 >/dev/null || missing="$missing python3"
command -v rg >/dev/null || missing="$missing ripgrep"
[ -e /usr/include/gssapi/gssapi.h ] || missing="$missing libkrb5-dev"
[ -z "$missing" ] || fail "first install:$missing   (apt-get install -y --no-install-recommends$missing)"

# node-gyp must not download the headers of node: they lie beside the binary, or in /usr for a Debian package.
node_bin=$(node -p process.execPath)
node_root=$(dirname "$(dirname "$node_bin")")
for root in "$node_root" /usr /usr/local; do
  if [ -e "$root/include/node/node.h" ]; then
    export npm_config_nodedir="$root"
    break
  fi
done
[ -n "${npm_config_nodedir:-}" ] || say "no node headers found near $node_bin: node-gyp will look for them itself"
export npm_config_yes=true npm_config_fund=false npm_config_audit=false npm_config_update_notifier=false
export npm_config_unsafe_perm=true npm_config_loglevel=error

: >"$log"
step() {
  say "$1"
  shift
  "$@" >>"$log" 2>&1 || {
    tail -n 25 "$log" >&2
    fail "that failed; the whole log is $log"
  }
}

cs=$target/node_modules/code-server
vs=$cs/lib/vscode
rm -rf "$target" "$wrapper"
mkdir -p "$target"
printf '{"private": true}\n' >"$target/package.json"
cd "$target"
step "[1/6] fetching the package" npm install --ignore-scripts --omit=dev "code-server@$VERSION"
step "[2/6] building its password hash" npm rebuild argon2
cd "$vs"
step "[3/6] fetching what VS Code needs" npm install --ignore-scripts --omit=dev
step "[4/6] building VS Code's native parts (half a minute)" \
  npm rebuild @vscode/spdlog node-pty @parcel/watcher native-watchdog kerberos
cd "$vs/extensions"
step "[5/6] fetching the built-in extensions' needs" npm install --ignore-scripts --omit=dev

say "[6/6] linking ripgrep and the helpers"
mkdir -p "$vs/node_modules/@vscode/ripgrep/bin"
ln -sf "$(command -v rg)" "$vs/node_modules/@vscode/ripgrep/bin/rg"
ln -sfn node_modules "$vs/node_modules.asar"
ln -sf code-linux.sh "$vs/bin/remote-cli/code-server"
ln -sf browser-linux.sh "$vs/bin/helpers/browser.sh"

# Everybody may read it: the tests start it as an ordinary account, which may not reach a node below somebody's home.
chmod -R a+rX "$target"
if [ "$(id -u)" = 0 ] && ! setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$node_bin"; then
  cp "$node_bin" "$prefix/bin/node"
  node_bin=$prefix/bin/node
fi
cat >"$wrapper" <<WRAPPER
#!/bin/sh
# code-server $VERSION, written by scripts/install-code-server.sh
node=\$(command -v node) || node=$node_bin
exec "\$node" "$cs/out/node/entry.js" "\$@"
WRAPPER
chmod 755 "$wrapper"

"$wrapper" --version 2>/dev/null | grep -q "^$VERSION " || fail "was installed but does not start; see $log"
say "ready: $wrapper"
