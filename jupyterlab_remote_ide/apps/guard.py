"""Ends what a dead server left behind, at once and however the server died.

One small shell per server, in a session of its own, blocked on a pipe whose other end only the server holds:
the kernel closes that end on SIGKILL and SIGHUP too, where no ``atexit`` runs. At the end of the file the
shell ends the process groups it was told of and everything that inherited the server's mark (``procfs``).
Started with the first app, so a server without apps pays nothing for it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess

from .procfs import MARK, Process

# add <group> <start time of its leader> · remove <group> · folder <path, to delete>.
# A group is signalled only while its leader is the very process we were told of; members whose leader is gone
# are found by their mark. grep reads all environments in one go and prints the names of the matching files:
# /proc/<pid>/environ. An ssh-agent hides its environment, hence the loop over SSH_AGENT_PID.
_SCRIPT = r"""
trap '' HUP INT TERM QUIT PIPE
mark=$1 grace=$2 groups= agents= folder=
started() {
  start=
  [ -r "/proc/$1/stat" ] && { read -r line < "/proc/$1/stat"; } 2>/dev/null || return 1
  line=${line##*) }
  case $line in [ZXx]*) return 1;; esac
  set -- $line
  start=${20}
}
while read -r verb group when; do
  case $verb in
    add) groups="$groups $group:$when";;
    remove)
      kept=
      for pair in $groups; do [ "${pair%%:*}" = "$group" ] || kept="$kept $pair"; done
      groups=$kept;;
    folder) folder=$group${when:+ $when};;
  esac
done
marked() { grep -ls -e "$mark" /proc/[0-9]*/environ 2>/dev/null; }
agents_of() {
  for file in $(marked); do
    for word in $(tr '\0' '\n' < "$file" 2>/dev/null | sed -n 's/^SSH_AGENT_PID=\([0-9][0-9]*\)$/\1/p'); do
      [ "$(cat "/proc/$word/comm" 2>/dev/null)" = ssh-agent ] &&
      started "$word" && [ "$start" -ge "$born" ] &&
      [ "$(cat "/proc/$word/cgroup" 2>/dev/null)" = "$(cat /proc/self/cgroup 2>/dev/null)" ] &&
      echo "$word:$start"
    done
  done | sort -u
}
end() {
  alive=
  for pair in $groups; do
    if started "${pair%%:*}" && [ "$start" = "${pair##*:}" ]; then
      kill -"$1" -- "-${pair%%:*}" 2>/dev/null && alive=1
    fi
  done
  for file in $(marked); do
    pid=${file#/proc/}; pid=${pid%/environ}
    started "$pid" && kill -"$1" "$pid" 2>/dev/null && alive=1
  done
  for pair in $agents; do
    started "${pair%%:*}" && [ "$start" = "${pair##*:}" ] && kill -"$1" "${pair%%:*}" 2>/dev/null && alive=1
  done
  [ -n "$alive" ]
}
started $$; born=$start
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


class Guard:
    """The watcher of one server. Its methods are cheap and never raise: without a guard an app runs too."""

    def __init__(self, server: str) -> None:
        """``server``: the random id that begins every mark of this server's apps."""
        self._server = server
        self._shell: subprocess.Popen[bytes] | None = None
        self._pipe: int | None = None

    @property
    def pid(self) -> int | None:
        return self._shell.pid if self._shell is not None else None

    def start(self) -> bool:
        if self._shell is not None and self._shell.poll() is None:
            return True
        self._drop_pipe()
        read_end, write_end = os.pipe()  # neither is inherited, except as the guard's standard input
        try:
            self._shell = subprocess.Popen(
                [
                    "/bin/sh",
                    "-c",
                    _SCRIPT,
                    "remote-ide-guard",
                    f"{MARK}={self._server}:",
                    str(_GRACE_SECONDS),
                ],
                stdin=read_end,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
                env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            )
        except OSError:
            os.close(write_end)
            return False
        finally:
            os.close(read_end)
        self._pipe = write_end
        return True

    def add(self, leader: Process) -> None:
        """Watch the group this process leads."""
        if self.start():
            self._tell(f"add {leader.pid} {leader.started}\n")

    def folder(self, path: str) -> None:
        """The folder of sockets, which is to go too."""
        if self.start():
            self._tell(f"folder {path}\n")

    def remove(self, group: int) -> None:
        """The group is gone; its number may be used again by others."""
        self._tell(f"remove {group}\n")

    def close(self) -> None:
        """The server ends in good order: the guard ends what is left now, then itself."""
        self._drop_pipe()
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

    def _drop_pipe(self) -> None:
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
