"""Which framework it is, what to call it, and which link works: from the command line, else from a header.

The port number never decides: 5000 is Flask or MLflow, 8000 is five things. Frameworks differ in what they
need behind a prefix: most want it stripped (``proxy/<port>/``), some want to see it
(``proxy/absolute/<port>/``), and some need an option, which is the hint. Where the command line already holds
the prefix, that decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["strip", "absolute"]


@dataclass(frozen=True)
class Framework:
    """``hint`` may hold ``{P}`` and ``{A}`` (prefix without the last slash) and ``{host}``."""

    title: str
    link: LinkKind = "strip"
    hint: str | None = None
    path: str = "/"
    needs_name: bool = True  # whether a file or module name belongs into the label


_ALLOW = "--allow-websocket-origin {host}"
FRAMEWORKS: Mapping[str, Framework] = {
    "streamlit": Framework("Streamlit"),
    "tensorboard": Framework("TensorBoard", needs_name=False),
    "http.server": Framework("http.server", needs_name=False),
    "ray": Framework("Ray", needs_name=False),
    "dask": Framework("Dask", path="/status", needs_name=False),
    "flask": Framework(
        "Flask",
        hint="from werkzeug.middleware.proxy_fix import ProxyFix; "
        "app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)",
    ),
    "dash": Framework("Dash", hint="Dash(requests_pathname_prefix='{P}/')"),
    "fastapi": Framework("FastAPI", hint="FastAPI(root_path='{P}')"),
    "uvicorn": Framework("Uvicorn", hint="uvicorn --root-path {P}"),
    "gunicorn": Framework("Gunicorn"),
    "gradio": Framework("Gradio", hint="demo.launch(root_path='{P}')"),
    "bokeh": Framework("Bokeh", hint="bokeh serve {file} --prefix {A} " + _ALLOW),
    "panel": Framework("Panel", hint="panel serve {file} --prefix {A} " + _ALLOW),
    "mlflow": Framework(
        "MLflow", hint="mlflow server --static-prefix {A} --allowed-hosts {host}", needs_name=False
    ),
    "voila": Framework("Voila", link="absolute", hint="voila {file} --base_url={A}/"),
    "shiny": Framework("Shiny"),
    "marimo": Framework("marimo", link="absolute", hint="marimo edit {file} --base-url {A}"),
    "vite": Framework(
        "Vite",
        link="absolute",
        hint="vite --host 127.0.0.1 --base {A}/  # and server.allowedHosts: true",
        needs_name=False,
    ),
    "next": Framework(
        "Next.js", link="absolute", hint="basePath: '{A}'  # in next.config", path="", needs_name=False
    ),
    "spark": Framework("Spark", hint="spark.ui.proxyBase={P}", needs_name=False),
    "django": Framework(
        "Django",
        hint="FORCE_SCRIPT_NAME = '{P}'; ALLOWED_HOSTS = ['*']; "
        "CSRF_TRUSTED_ORIGINS = ['https://{host}', 'http://{host}']",
        needs_name=False,
    ),
}
_PROGRAMS = {
    "dask-scheduler": "dask",
    "dask-worker": "dask",
    "next-server": "next",
    "next start": "next",
    "next dev": "next",
    "django-admin": "django",
    "hypercorn": "uvicorn",
    "vite.js": "vite",
}
# By what a program says of itself. Werkzeug's development server is Flask's (and Dash's).
_HEADERS = (
    ("server", "werkzeug", "flask"),
    ("server", "uvicorn", "uvicorn"),
    ("server", "gunicorn", "gunicorn"),
    ("server", "simplehttp", "http.server"),
    ("server", "wsgiserver", "django"),
    ("x-powered-by", "next.js", "next"),
)
_NOT_WEB = frozenset(
    "sshd dropbear postgres mysqld mariadbd redis-server mongod memcached slurmd Xvnc Xtigervnc".split()
)
_INTERPRETERS = (
    "python",
    "pypy",
    "node",
    "ruby",
    "perl",
    "Rscript",
    "R",
    "java",
    "bash",
    "sh",
    "deno",
    "bun",
)
# Code on the command line, in the spellings of all interpreters; -c and -m are told apart elsewhere.
_CODE = re.compile(r"-[A-Za-z]{0,2}[ceE]|-pe?|--(eval|print|execute|command)(=.*)?", re.DOTALL)
_FILE = re.compile(r"[\w.+-]+\.(py|ipynb|R|js|mjs|ts|md|jar)")
_MODULE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(\(\))?")
_PLAIN = re.compile(r"[\w.+-]+(:[\w.]+)?(\(\))?")
# Who names its app as module:attribute. Elsewhere two words with a colon may be a user and a password.
_TAKES_MODULE = frozenset(("uvicorn", "gunicorn", "flask", "fastapi"))
# Their options without a value: what follows is the app.
_SWITCHES = frozenset(
    "--reload --factory --proxy-headers --no-proxy-headers --access-log --no-access-log --use-colors"
    " --no-use-colors --preload --daemon -D --debug".split()
)


@dataclass(frozen=True)
class Known:
    """``framework`` is a key of ``FRAMEWORKS`` or ``None``; ``name`` is the file or module that runs."""

    framework: str | None
    label: str
    name: str | None
    link: LinkKind | None = None  # decided by the command line


def recognise(argv: Sequence[str], headers: Mapping[str, str], strip: str, absolute: str) -> Known:
    """Name the program with these arguments and these headers of its answer.

    ``strip`` and ``absolute`` are its two prefixes without the last slash.
    """
    words = [word for word in argv if word]
    program, rest = _program(words)
    said = _from_words(program, rest, words)
    key = said or _from_headers(headers)
    name = _name(program, rest, said)
    if key is None:
        label = (
            f"{_base(words[0])}: {name}" if words and name and name != _base(words[0]) else name or program
        )
        return Known(None, label, name, _given(words, strip, absolute))
    title, named = FRAMEWORKS[key].title, FRAMEWORKS[key].needs_name and name
    return Known(key, f"{title}: {name}" if named else title, name, _given(words, strip, absolute))


def link(known: Known, strip: str, absolute: str) -> str:
    """The path to open: with a trailing slash, but for Next, which redirects that away."""
    framework = FRAMEWORKS.get(known.framework or "", Framework(""))
    prefix = absolute if (known.link or framework.link) == "absolute" else strip
    return prefix + framework.path


def hint(known: Known, strip: str, absolute: str, host: str) -> str | None:
    """What to change so that the app works behind its prefix; ``None`` where nothing needs to."""
    framework = FRAMEWORKS.get(known.framework or "")
    if framework is None or framework.hint is None or known.link is not None:
        return None
    text = framework.hint
    for mark, value in (
        ("{P}", strip),
        ("{A}", absolute),
        ("{host}", host),
        ("{file}", known.name if known.name and _PLAIN.fullmatch(known.name) else "app.py"),
    ):
        text = text.replace(mark, value)
    return text


def speaks_http(argv: Sequence[str]) -> bool:
    """Whether it is worth asking; databases and their like log every stray request."""
    return not argv or _base(argv[0]) not in _NOT_WEB


def is_kernel(argv: Sequence[str]) -> bool:
    """A kernel's command line names its connection file, whoever started it."""
    return any(_base(arg).startswith("kernel-") and arg.endswith(".json") for arg in argv)


def is_debugger(argv: Sequence[str]) -> bool:
    return any("debugpy/adapter" in arg or arg == "debugpy.adapter" for arg in argv)


def _base(path: str) -> str:
    return path.split(" ")[0].rstrip(":").rsplit("/", 1)[-1]  # "nginx: master process"


def _interpreter(word: str) -> bool:
    return _base(word).rstrip("0123456789.") in _INTERPRETERS


def _program(words: Sequence[str]) -> tuple[str, list[str]]:
    """The program behind an interpreter, and its arguments: ``flask``, ``[run]``."""
    if not words:
        return "", []
    if not _interpreter(words[0]):
        return _base(words[0]), list(words[1:])
    rest = list(words[1:])
    while rest and rest[0].startswith("-") and rest[0] != "-m":
        takes_value = rest[0] in ("-X", "-W", "-cp", "-classpath", "--require", "-r")
        if not takes_value and _CODE.fullmatch(rest[0]):
            return _base(words[0]), []
        rest = rest[2 if takes_value else 1 :]
    if rest[:1] == ["-m"]:
        return (rest[1] if len(rest) > 1 else ""), rest[2:]
    if not rest:
        return _base(words[0]), []
    return _base(rest[0]), rest[1:]


def _from_words(program: str, rest: Sequence[str], words: Sequence[str]) -> str | None:
    name = program.removesuffix(".__main__").removesuffix(".exe")
    if name == "tensorboard.main":
        return "tensorboard"
    if words and words[0].startswith("next-server"):
        return "next"
    if name == "manage.py" and rest[:1] == ["runserver"]:
        return "django"
    if any("SparkSubmit" in word for word in words):
        return "spark"
    if any("/ray/dashboard/" in word for word in words[:4]):
        return "ray"
    key = _PROGRAMS.get(f"{name} {rest[0]}" if rest else name) or _PROGRAMS.get(name)
    return key or (name if name in FRAMEWORKS else name.split(".")[0] if _top(name) else None)


def _top(module: str) -> bool:
    return not module.endswith((".py", ".js")) and module.split(".")[0] in FRAMEWORKS


def _from_headers(headers: Mapping[str, str]) -> str | None:
    return next((key for name, part, key in _HEADERS if part in headers.get(name, "").lower()), None)


def _name(program: str, rest: Sequence[str], key: str | None) -> str | None:
    """The file or module that runs, without its folder; never the value of an option that nobody knows."""
    if program.endswith((".py", ".js", ".mjs", ".ts", ".R", ".ipynb", ".jar")) and program != "vite.js":
        return program
    takes_module = key in _TAKES_MODULE
    previous = ""
    for word in rest:
        value = word.partition("=")[2] if word.startswith("--app=") else word
        if word.startswith("-") and not word.startswith("--app="):
            previous = word
            continue
        base = _base(value)
        known = previous in ("", "--app", "-A") or previous in _SWITCHES
        if (known or key is not None) and _FILE.fullmatch(base):
            return base
        if takes_module and known and (_MODULE.fullmatch(base) or _app_option(word, previous, base)):
            return base
        previous = ""
    return None


def _app_option(word: str, previous: str, value: str) -> bool:
    """Flask's ``--app`` takes a bare module as well."""
    named = word.startswith("--app=") or previous in ("--app", "-A")
    return named and all(part.isidentifier() for part in value.split("."))


def _given(words: Sequence[str], strip: str, absolute: str) -> LinkKind | None:
    """The link whose prefix already stands on the command line, as the value of any option."""
    values = {word.rpartition("=")[2].strip("/") for word in words}
    if absolute.strip("/") in values:
        return "absolute"
    return "strip" if strip.strip("/") in values else None
