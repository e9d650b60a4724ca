"""Remote IDE for JupyterLab: the server half."""

from __future__ import annotations

from ._version import __version__

__all__ = ["__version__"]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """Tell jupyter_server what to load; imported late, so that importing the package stays cheap."""
    from .app import RemoteIDEApp

    return [{"module": "jupyterlab_remote_ide", "app": RemoteIDEApp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-remote-ide"}]
