"""Ends what a dead server left behind, at once and however the server died.

One small shell per server, in a session of its own, blocked on a pipe whose other end only the server holds:
the kernel closes that end on SIGKILL and SIGHUP too, where no ``atexit`` runs. At the end of the file the
shell ends the process groups it was told of and everything that inherited the server's mark
(``host.family``), but what came out of a terminal (``host.terminals``).
Started with the first app, so a server without apps pays nothing for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess

from jupyterlab_remote_ide.host.family import MARK
from jupyterlab_remote_ide.host.processes import Process
from jupyterlab_remote_ide.host.terminals import INHERITED, VARIABLES

# add <group> <start time of its leader> · remove <group> · folder <path, to delete>.
# A group number may be used again once the group is empty. Ours it is while its leader is the very process we
# were told of, or a member bears the mark, or a member was in it when that was last so ($kin): then it was
# never empty since. Members of no group are found by their mark. grep reads all environments in one go and
# prints the names of the matching files: /proc/<pid>/environ. What came out of a terminal is left alone
# (came_out says the same as host/terminals.py). An ssh-agent hides its environment: only one whose parent is
# ours is ours. ``kill -TERM -- -1234`` is an error in dash, hence ``kill -s``.
_SCRIPT = r"""
trap '' HUP INT TERM QUIT PIPE
mark=$1 grace=$2 inherited=$3 terminals=$4 groups= kin= agents= folder=
started() {
  start= parent= group=
  [ -r "/proc/$1/stat" ] && { read -r line < "/proc/$1/stat"; } 2>/dev/null || return 1
  line=${line##*) }
  case $line in [ZXx]*) return 1;; esac
  set -- $line
  parent=$2 group=$3 start=${20}
  [ -n "$start" ]
}
while read -r verb number when; do
  case $verb in
    add) groups="$groups $number:$when";;
    remove)
      kept=
      for pair in $groups; do [ "${pair%%:*}" = "$number" ] || kept="$kept $pair"; done
      groups=$kept;;
    folder) folder=$number${when:+ $when};;
  esac
done
came_out() {
  tr '\0\n' '\n ' < "$1" 2>/dev/null | grep -E "^($inherited|$terminals)=." | (
    before=
    shift
    while IFS= read -r line; do
      case $line in "$inherited"=*) before=${line#*=};; *) set -- "$@" "$line";; esac
    done
    for line; do case " $before " in *" $line "*) ;; *) exit 0;; esac; done
    exit 1
  )
}
marked() {
  files=$(grep -ls -e "$mark" /proc/[0-9]*/environ 2>/dev/null)
  named=" $(echo $(grep -lsE -e "($terminals)=" $files /dev/null)) "
  found=
  for file in $files; do
    case $named in *" $file "*) came_out "$file" && continue;; esac
    file=${file#/proc/}; found="$found ${file%/environ}"
  done
}
members() {
  present= ids=
  for pair in $groups; do ids="$ids ${pair%%:*}"; done
  [ -n "$ids" ] && for stat in /proc/[0-9]*/stat; do
    pid=${stat#/proc/}; pid=${pid%/stat}
    started "$pid" && case "$ids " in *" $group "*) present="$present $group:$pid:$start";; esac
  done
}
proven() {
  for it in $present; do
    case $it in "$1:$1:$2") return 0;; "$1":*) ;; *) continue;; esac
    case "$kin " in *" $it "*) return 0;; esac
    it=${it#*:}
    case "$found " in *" ${it%%:*} "*) [ "${it#*:}" -ge "$2" ] && return 0;; esac
  done
  return 1
}
agents_of() {
  marked
  for pid in $found; do
    for word in $(tr '\0' '\n' < "/proc/$pid/environ" 2>/dev/null \
        | sed -n 's/^SSH_AGENT_PID=\([0-9][0-9]*\)$/\1/p'); do
      [ "$(cat "/proc/$word/comm" 2>/dev/null)" = ssh-agent ] && started "$word" || continue
      case "$found " in *" $parent "*) echo "$word:$start";; esac
    done
  done | sort -u
}
end() {
  alive= kept=
  marked; members
  for pair in $groups; do
    proven "${pair%%:*}" "${pair##*:}" || continue
    alive=1
    for it in $present; do case $it in "${pair%%:*}":*) kept="$kept $it";; esac; done
    kill -s "$1" -- "-${pair%%:*}" 2>/dev/null
  done
  kin=$kept
  for pid in $found; do
    started "$pid" && kill -s "$1" "$pid" 2>/dev/null && alive=1
  done
  for pair in $agents; do
    started "${pair%%:*}" && [ "$start" = "${pair##*:}" ] && kill -s "$1" "${pair%%:*}" 2>/dev/null && alive=1
  done
  [ -n "$alive" ]
}
agents=$(agents_of)
finish() {
  case $folder in */remote-ide-*) rm -rf -- "$folder";; esac
  exit 0
}
end TERM || finish
tries=$((grace * 5))
while [ "$tries" -gt 0 ]; do
  sleep 0.2 2>/dev/null || sleep 1
  end 0 || finish
  tries=$((tries - 1))
done
end KILL
sleep 0.2 2>/dev/null || sleep 1
end KILL
finish
"""
_GRACE_SECONDS = 3
_AGAIN_SECONDS = 0.2


class Guard:
    """The watcher of one server. Its methods are cheap and never raise: without a guard an app runs too.

    One that is killed is missed, since it held the other end of a second pipe, and replaced.
    """

    def __init__(self, server: str) -> None:
        """``server``: the random id that begins every mark of this server's apps."""
        self._server = server
        self._shell: subprocess.Popen[bytes] | None = None
        self._pipe: int | None = None
        self._sign: int | None = None
        self._again: asyncio.TimerHandle | None = None
        self._groups: dict[int, int] = {}
        self._folder: str | None = None

    @property
    def pid(self) -> int | None:
        return self._shell.pid if self._shell is not None else None

    def start(self) -> bool:
        if self._is_alive():
            return True
        self._drop_pipes()
        read_end, write_end = os.pipe()  # neither is inherited, except as the guard's standard input
        sign, signed = os.pipe()
        try:
            self._shell = subprocess.Popen(
                [
                    "/bin/sh",
                    "-c",
                    _SCRIPT,
                    "remote-ide-guard",
                    f"{MARK}={self._server}:",
                    str(_GRACE_SECONDS),
                    INHERITED,
                    "|".join(VARIABLES),
                ],
                stdin=read_end,
                stdout=signed,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            )
        except OSError:
            os.close(write_end)
            os.close(sign)
            return False
        finally:
            os.close(read_end)
            os.close(signed)
        self._pipe, self._sign = write_end, sign
        self._listen()
        for group, started in self._groups.items():
            self._tell(f"add {group} {started}\n")
        if self._folder is not None:
            self._tell(f"folder {self._folder}\n")
        return True

    def add(self, leader: Process) -> None:
        """Watch the group this process leads."""
        is_new = self._groups.get(leader.pid) != leader.started
        self._groups[leader.pid] = leader.started
        if self._is_alive() and is_new:
            self._tell(f"add {leader.pid} {leader.started}\n")
        else:
            self.start()

    def folder(self, path: str) -> None:
        """The folder of sockets, which is to go too."""
        is_new, self._folder = path != self._folder, path
        if self._is_alive() and is_new:
            self._tell(f"folder {path}\n")
        else:
            self.start()

    def remove(self, group: int) -> None:
        """The group is gone; its number may be used again by others."""
        self._groups.pop(group, None)
        self._tell(f"remove {group}\n")

    def close(self) -> None:
        """The server ends in good order: the guard ends what is left now, then itself."""
        if self._again is not None:
            self._again.cancel()
        self._drop_pipes()
        if self._shell is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._shell.wait(timeout=1)
            if self._shell.returncode is None:  # busy with leftovers: it outlives us, which is its purpose
                self._shell.returncode = -signal.SIGCHLD
            self._shell = None

    def _tell(self, line: str) -> None:
        if self._pipe is not None:
            with contextlib.suppress(OSError):
                os.write(self._pipe, os.fsencode(line))

    def _is_alive(self) -> bool:
        return self._shell is not None and self._shell.poll() is None

    def _listen(self) -> None:
        if self._sign is not None:
            with contextlib.suppress(RuntimeError):  # without an event loop nobody listens
                asyncio.get_running_loop().add_reader(self._sign, self._missed)

    def _missed(self) -> None:
        """It has ended. A moment later, so that one that ends at once makes no storm."""
        self._drop_pipes()
        self._again = asyncio.get_running_loop().call_later(_AGAIN_SECONDS, self.start)

    def _drop_pipes(self) -> None:
        if self._sign is not None:
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._sign)
            os.close(self._sign)
        if self._pipe is not None:
            os.close(self._pipe)
        self._pipe = self._sign = None
