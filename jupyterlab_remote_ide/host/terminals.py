"""Who came out of a terminal that a person uses, and who is the app's own.

The rule, for the program, the guard and the reaper alike: **a process of an app came out of a terminal if its
environment holds a variable by which terminals name themselves, other than the app itself was started with.**
It is asked of the process alone, at any moment: no look at the right time is needed, and it holds when the
terminal, the shell and all parents are gone. What only has a pty (``script``, a wrapper) is the app's own.

Nobody signals what came out of a terminal. The program at the terminal's other end is the app's and ends;
then the kernel hangs the terminal up, the shell passes that on to its jobs, and what lives after that (tmux,
screen, nohup, setsid, disown) was detached by a person: as it is in a terminal of JupyterLab. See adr/0008.
"""

from __future__ import annotations

from collections.abc import Mapping

# Each is set by terminals and by nothing else; login scripts set TERM, COLORTERM and TERM_PROGRAM, too.
VARIABLES = (
    "WINDOWID",  # xterm and most others under X
    "TERM_PROGRAM_VERSION",  # VS Code and what came of it; tmux
    "VTE_VERSION",  # the terminals of GNOME, Xfce, MATE, LXDE
    "KONSOLE_VERSION",
    "TERMINAL_EMULATOR",  # JetBrains
    "RSTUDIO_TERM",
    "PYXTERM_DIMENSIONS",  # terminado: JupyterLab, Notebook
    "TMUX",
    "STY",  # screen
    "REMOTE_IDE_TERMINAL",  # for a terminal that leaves no name: its command says so
)
INHERITED = "REMOTE_IDE_INHERITED"
_NAMES = tuple(name.encode() for name in VARIABLES)


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """For the environment of an app: which of the variables it has by itself, as the server in a terminal."""
    there = [f"{name}={environment[name]}" for name in VARIABLES if environment.get(name)]
    return {INHERITED: " ".join(there)}


def came_out(variables: Mapping[bytes, bytes]) -> bool:
    """Whether a process of an app with this environment came out of a terminal."""
    before = b" " + variables.get(INHERITED.encode(), b"") + b" "
    return any(b" " + name + b"=" + variables[name] + b" " not in before for name in _names(variables))


def opened(parent: Mapping[bytes, bytes], child: Mapping[bytes, bytes]) -> bool:
    """Whether this parent gave its child a terminal. For one that does not inherit the app's environment."""
    return bool(parent) and any(child[name] != parent.get(name) for name in _names(child))


def _names(variables: Mapping[bytes, bytes]) -> list[bytes]:
    return [name for name in _NAMES if variables.get(name)]
