"""The kernelspecs of this server, as ``api/kernelspecs`` gives them to an IDE, and one more of a person."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import logging
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_core.paths import jupyter_data_dir
from jupyter_server.serverapp import ServerApp

from jupyterlab_remote_ide.errors import Unavailable
from jupyterlab_remote_ide.tasks import Aside, NoAnswer

_PATIENCE_SECONDS = 5.0
_MOST_TRIES = 100
_HERE = "local-provisioner"
# What Jupyter starts with its own interpreter: jupyter_client's KernelManager.format_kernel_cmd.
_OWN = re.compile(rf"python({sys.version_info[0]}(\.{sys.version_info[1]})?)?")


@dataclass(frozen=True)
class Spec:
    """``program``: its path, or a name that nothing on PATH has; ``None`` where it runs elsewhere, or in
    another way."""

    name: str
    display_name: str
    language: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    program: str | None

    @property
    def is_ipykernel(self) -> bool:
        pairs = zip(self.argv, self.argv[1:], strict=False)
        return any(flag == "-m" and name in {"ipykernel", "ipykernel_launcher"} for flag, name in pairs)


class KernelSpecs:
    """Those of one ``ServerApp``, whose manager may be of a site's own make."""

    def __init__(self, serverapp: ServerApp, log: logging.Logger) -> None:
        self._app = serverapp
        self._log = log
        self._aside = Aside("Remote IDE: kernelspecs")

    @property
    def root(self) -> Path:
        return Path(self._app.root_dir)

    @property
    def is_elsewhere(self) -> bool:
        """Whether kernels run behind a gateway."""
        gateway = getattr(self._app, "gateway_config", None)
        return bool(getattr(gateway, "gateway_enabled", False))

    @property
    def takes_more(self) -> bool:
        """Whether one that a person adds would be listed: not where an administrator names those that are."""
        manager = self._app.kernel_spec_manager
        return (
            not self.is_elsewhere
            and isinstance(manager, KernelSpecManager)
            and not manager.allowed_kernelspecs
            and str(self.folder) in manager.kernel_dirs
        )

    @property
    def default(self) -> str:
        return str(getattr(self._app.kernel_manager, "default_kernel_name", ""))

    @property
    def folders(self) -> list[str]:
        """Where they are looked for, the strongest first; none where that is not here."""
        known = getattr(self._app.kernel_spec_manager, "kernel_dirs", [])
        return [] if self.is_elsewhere else [str(folder) for folder in known]

    @property
    def folder(self) -> Path:
        """The person's own, where another one is added."""
        known = getattr(self._app.kernel_spec_manager, "user_kernel_dir", None)
        return Path(known or Path(jupyter_data_dir(), "kernels"))

    async def all(self) -> list[Spec]:
        """Raises ``Unavailable``."""
        try:
            manager: Any = self._app.kernel_spec_manager
            found = await self._aside.run(manager.get_all_specs, _PATIENCE_SECONDS)
            if inspect.isawaitable(found):
                found = await asyncio.wait_for(found, _PATIENCE_SECONDS)
            return [spec for name, told in dict(found).items() if (spec := self._spec(str(name), told))]
        except (NoAnswer, asyncio.TimeoutError):
            self._log.warning("Remote IDE: the list of kernels does not come within %s s", _PATIENCE_SECONDS)
        except Exception:  # a site's own manager may fail in any way
            self._log.warning("Remote IDE: the kernels cannot be listed", exc_info=True)
        msg = "The list of kernels cannot be read."
        raise Unavailable(msg, "kernels-unknown")

    def add(self, slug: str, python: str, display_name: str) -> str:
        """Its name. In the person's own folder, whole or not at all, and in the place of no other. Blocks;
        raises ``OSError``."""
        content = {
            "argv": [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "display_name": display_name,
            "language": "python",
            "metadata": {"debugger": True},
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        name = self._new_folder(slug)
        place = self.folder / name
        fresh = place / f".{secrets.token_hex(8)}"
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(content, file, indent=1)
            fresh.rename(place / "kernel.json")  # without this file the folder is no kernel
        except BaseException:
            self.remove(name)
            raise
        return name

    def remove(self, name: str) -> None:
        """One that was just added."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self.folder / name)

    def _new_folder(self, slug: str) -> str:
        taken = set(_names_in(self.folders))
        for number in range(1, _MOST_TRIES):
            name = slug if number == 1 else f"{slug}-{number}"
            if name not in taken:
                with contextlib.suppress(FileExistsError):  # made in this moment
                    (self.folder / name).mkdir()
                    return name
        raise FileExistsError(slug)

    def _spec(self, name: str, told: Any) -> Spec | None:
        """What api/kernelspecs leaves out is left out here."""
        try:
            known = told["spec"]
            argv = tuple(map(str, known["argv"]))
            env = {str(key): str(value) for key, value in dict(known.get("env") or {}).items()}
            text = {key: str(known.get(key) or "") for key in ("display_name", "language")}
            program = self._program(argv, env, known, str(told.get("resource_dir") or ""))
            return Spec(name, text["display_name"] or name, text["language"], argv, env, program)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def _program(
        self, argv: tuple[str, ...], env: Mapping[str, str], known: Mapping[str, Any], folder: str
    ) -> str | None:
        if self.is_elsewhere or not argv:
            return None
        provisioner = dict(dict(known.get("metadata") or {}).get("kernel_provisioner") or {})
        if provisioner.get("provisioner_name", _usual_provisioner()) != _HERE:
            return None
        program = argv[0].replace("{resource_dir}", folder).replace("{prefix}", sys.prefix)
        if _OWN.fullmatch(program):
            return sys.executable
        if "/" not in program:
            path = env.get("PATH", os.environ.get("PATH", os.defpath))
            return None if "$" in path else shutil.which(program, path=path) or program
        return program if program.startswith("/") and "{" not in program else None


def _usual_provisioner() -> str:
    if not KernelProvisionerFactory.initialized():
        return _HERE
    return str(KernelProvisionerFactory.instance().default_provisioner_name)


def _names_in(folders: Iterable[str]) -> Iterable[str]:
    """In lower case, as kernels are named."""
    for folder in folders:
        with contextlib.suppress(OSError):
            yield from (path.name.lower() for path in Path(folder).iterdir())
