#!/bin/sh
# Installs what is missing of the Debian packages that the tests and the demo use; where that is not allowed it names
# them in one line and fails.   scripts/install-system-packages.sh [basic|all]
set -eu

# package=what shows that it is there: a program, or a file (a * may stand in its name)
basic="python3-venv=python3-venv"
all="$basic
chromium=chromium
fonts-dejavu-core=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
tigervnc-standalone-server=Xtigervnc
openbox=openbox
xterm=xterm
tmux=tmux
screen=screen
dbus-x11=dbus-launch
x11-utils=xwininfo
libkrb5-dev=/usr/include/gssapi/gssapi.h
ripgrep=rg
g++=g++
sudo=sudo
redir=redir
openssh-server=sshd
openrefine=openrefine
default-jdk-headless=javac
make=make
nginx-light=nginx
openssl=openssl
openssh-client=ssh-agent
procps=ps
iproute2=ss
slurmctld=slurmctld
slurmd=slurmd
slurm-client=sbatch
munge=munged
util-linux=setpriv
passwd=useradd"

there() {
  case $1 in
  python3-venv) python=$("$(dirname "$0")/python.sh" 2>/dev/null) && "$python" -c 'import ensurepip' 2>/dev/null ;;
  /*) [ -e "$1" ] ;;
  *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
  esac
}

[ "${1:-all}" = basic ] && wanted=$basic || wanted=$all
missing=
for pair in $wanted; do
  there "${pair#*=}" || missing="$missing ${pair%%=*}"
done
[ -n "$missing" ] || exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "System packages are missing. As root:  $install" >&2
  exit 1
fi
echo "      $install"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086 # a list of names
if ! { apt-get update && $install; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
