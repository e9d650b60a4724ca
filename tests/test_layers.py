"""The arrows of docs/developers/architecture.md, read from the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

NAME = "jupyterlab_remote_ide"
PACKAGE = Path(__file__).parents[1] / NAME
PURE = {"_version", "errors", "config", "visitor", "topic", "tasks", "redact"}
HOST = "host"
PROXY = "proxy"
GUARD = "guard"
PAGES = "pages"
SEAM = PURE | {"base", "feature"}
HANDLERS = {"handlers", "gate", "noroad", "portgate"}
SERVER = {"tornado", "jupyter_server"}

# What a file at the top may import of ours, and of the server's packages.
TOP = {
    "__init__": ({"_version", "app"}, set()),
    "_version": (set(), set()),
    "errors": (set(), set()),
    "visitor": (set(), set()),
    "topic": ({"visitor"}, set()),
    "tasks": (set(), set()),
    "redact": (set(), set()),
    "config": (set(), set()),
    "loading": (set(), set()),
    "feature": (PURE, SERVER),
    "base": (PURE | {"host.hub"}, SERVER),
    "watch": (PURE | {"base"}, SERVER),
    "app": (PURE | {"base", "loading", "feature", "watch"}, SERVER),
}


def imports(path, package=PACKAGE):
    """``(ours, others)``: dotted names below our package, and top-level names of other packages."""
    ours, others = set(), set()
    inside = path.relative_to(package).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module.split(".") if node.module else []
            if node.level:
                base = [NAME, *inside[: len(inside) - node.level + 1], *base]
            names = [".".join([*base, alias.name]) for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] != NAME:
                others.add(parts[0])
                continue
            # Cut what is imported down to the module it lies in.
            while len(parts) > 1 and not _is_module(package, parts[1:]):
                parts.pop()
            ours.add(".".join(parts[1:]))
    return ours - {""}, others


def _is_module(package, parts):
    place = package.joinpath(*parts)
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def allowed(relative):
    """What a file of a feature may import: of its folder, of the top, of the server's packages."""
    kind = relative.stem
    if kind == "feature":
        return (lambda name: True), SEAM, SERVER
    if kind in HANDLERS:
        return (lambda name: name != "feature" and name not in HANDLERS - {kind}), SEAM, SERVER
    above = {"feature", "manager"} | HANDLERS
    if kind == "manager":
        return (lambda name: name not in above), PURE, set()
    return (lambda name: name not in above), PURE, SERVER


def trespasses(package):
    found = []
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package)
        ours, others = imports(path, package)
        if len(relative.parts) == 1:
            top, servers = TOP.get(relative.stem, (None, None))
            if top is None:
                found.append(f"{relative}: no place for it in the architecture")
                continue
            found += [f"{relative} imports {name}" for name in ours - top]
        elif relative.parts[0] in {HOST, GUARD}:
            # The ground floor knows the machine, and nobody above it; nor does the guard beside it.
            below = {HOST, "errors", "redact"} if relative.parts[0] == HOST else {HOST, GUARD}
            found += [f"{relative} imports {name}" for name in ours if name.split(".")[0] not in below]
            found += [f"{relative} imports {name}" for name in others & SERVER]
            continue
        elif relative.parts[0] == PAGES:
            # Handlers' own: they know what a request is, and no feature.
            fine = PURE | {"base", PAGES}
            found += [f"{relative} imports {name}" for name in ours if name.split(".")[0] not in fine]
            continue
        elif relative.parts[0] == PROXY:
            # It knows jupyter-server-proxy, and nobody who uses it.
            fine = PURE | {HOST, PROXY}
            found += [f"{relative} imports {name}" for name in ours if name.split(".")[0] not in fine]
            continue
        else:
            feature = relative.parts[0]
            inner, top, servers = allowed(relative)
            for name in ours - {feature}:
                head, _, rest = name.partition(".")
                if head == feature:
                    fine = inner(rest)
                elif head in {HOST, GUARD}:
                    fine = True
                elif head == PAGES:
                    fine = relative.stem in HANDLERS | {"feature"}
                elif head == PROXY:  # a manager knows its data alone
                    fine = relative.stem != "manager" or rest == "server"
                else:
                    fine = head in top and not rest
                if not fine:
                    found.append(f"{relative} imports {name}")
        found += [f"{relative} imports {name}" for name in others & (SERVER - servers)]
        if "jupyter_server_proxy" in others:
            found.append(f"{relative} imports jupyter_server_proxy")
    return found


def test_the_arrows():
    assert trespasses(PACKAGE) == []


def test_a_feature_is_a_folder_with_its_wiring():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {HOST, PROXY, GUARD, PAGES}
    assert folders == {path.parent.name for path in PACKAGE.glob("*/feature.py")}


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("errors.py", "from .visitor import Visitor"),
        ("base.py", "from .one.store import x"),
        ("watch.py", "import jupyterlab_remote_ide.one.manager"),
        ("utils.py", ""),
        ("one/manager.py", "import tornado.web"),
        ("one/manager.py", "def f():\n    from jupyter_server import serverapp"),
        ("one/manager.py", "from .handlers import x"),
        ("one/manager.py", "from ..base import x"),
        ("one/manager.py", "from jupyterlab_remote_ide import feature"),
        ("one/store.py", "from . import manager"),
        ("one/store.py", "from jupyterlab_remote_ide.base import x"),
        ("one/store.py", "from jupyterlab_remote_ide.one.feature import x"),
        ("one/handlers.py", "from .feature import x"),
        ("one/handlers.py", "from ..app import x"),
        ("one/handlers.py", "from jupyterlab_remote_ide.two.store import x"),
        ("one/feature.py", "from ..two.manager import x"),
        ("one/feature.py", "from ..two import manager"),
        ("one/feature.py", "import jupyter_server_proxy.handlers"),
        ("host/machine.py", "from ..topic import x"),
        ("host/machine.py", "import tornado"),
        ("host/machine.py", "from ..proxy.server import x"),
        ("proxy/server.py", "from ..one.store import x"),
        ("proxy/server.py", "from ..base import x"),
        ("one/manager.py", "from ..proxy.rules import x"),
        ("one/manager.py", "from ..pages.page import x"),
        ("one/store.py", "from ..pages.page import x"),
        ("pages/page.py", "from ..one.store import x"),
        ("pages/page.py", "from ..proxy.server import x"),
    ],
)
def test_each_trespass_is_seen(tmp_path, file, code):
    for name in (
        *TOP,
        *(f"{n}/{f}" for n in ("one", "two") for f in ("__init__", "store", "manager", "feature")),
    ):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    for name in ("host/machine", "proxy/server", "proxy/rules", "pages/page"):
        path = tmp_path / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    for name in ("one", "two"):
        (tmp_path / name / "handlers.py").write_text("")
    assert trespasses(tmp_path) == []
    (tmp_path / file).write_text(code)
    assert len(trespasses(tmp_path)) == 1
