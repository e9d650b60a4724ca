"""What the running server itself says: its hub, its authentication, when it stops for want of use."""

from __future__ import annotations

import os
from typing import Any

from jupyter_server.gateway.managers import GatewayMappingKernelManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager

from jupyterlab_remote_ide.host import hub
from jupyterlab_remote_ide.reasons import ServerWarning


class Server:
    """Reads of one ``ServerApp``; no I/O. Administrators' own classes may lack what jupyter_server's have."""

    def __init__(self, serverapp: ServerApp) -> None:
        self._app = serverapp

    @property
    def base_url(self) -> str:
        return str(self._app.base_url)

    def hub(self) -> dict[str, object] | None:
        """``{user, server_name, version, token_in_url}``; ``None`` where no hub started this server, of a
        value where it is not known."""
        found = hub.find()
        if found is None:
            return None
        # Hubs before 4.1 have no such rule, and another package's login may have none.
        rule = getattr(self._login(), "allow_token_in_url", None)
        return {
            "user": found.user or "",
            "server_name": found.server_name,
            "version": found.version,
            "token_in_url": rule if isinstance(rule, bool) else None,
        }

    def folder(self) -> str | None:
        """Where a kernel starts whose notebook is not on this server, as that of an IDE: jupyter_server walks
        up to its root. ``None`` where kernels run elsewhere or a package starts them in its own way."""
        kernels = getattr(self._app, "kernel_manager", None)
        if not isinstance(kernels, MappingKernelManager) or isinstance(kernels, GatewayMappingKernelManager):
            return None
        own = type(kernels).cwd_for_path is MappingKernelManager.cwd_for_path
        return str(kernels.root_dir) if own else None

    def warnings(self) -> list[ServerWarning]:
        provider = self._app.identity_provider
        found: list[ServerWarning] = []
        if not provider.auth_enabled:
            found.append("no-token")
        # There every POST with a token is refused for want of a cookie's XSRF value.
        if type(provider).__name__ == "LegacyIdentityProvider" and "hub_auth" in self._settings():
            found.append("legacy-singleuser")
        return found

    def idle(self) -> dict[str, object]:
        """Seconds; ``None`` where the rule is off or unknown."""
        kernels = getattr(self._app, "kernel_manager", None)
        return {
            "server_timeout": _seconds(getattr(self._app, "shutdown_no_activity_timeout", None)),
            "kernel_timeout": _seconds(getattr(kernels, "cull_idle_timeout", None)),
            "kernel_cull_connected": bool(getattr(kernels, "cull_connected", False)),
            "kernel_cull_busy": bool(getattr(kernels, "cull_busy", False)),
            # No interface tells a hub's own culler: administrators pass its rule in the environment.
            "hub_timeout": _seconds(os.environ.get("REMOTE_IDE_CULL_TIMEOUT")),
            "hub_max_age": _seconds(os.environ.get("REMOTE_IDE_CULL_MAX_AGE")),
        }

    def _login(self) -> object:
        return hub.login(self._app.identity_provider, self._settings())

    def _settings(self) -> dict[str, Any]:
        return dict(self._app.web_app.settings)


def _seconds(value: object) -> int | None:
    try:
        seconds = int(str(value))
    except ValueError:
        return None
    return seconds if seconds > 0 else None
