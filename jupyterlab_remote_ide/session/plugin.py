"""Wiring of session."""

from __future__ import annotations

from ..noun import Context, Noun


class _Empty:
    name = "session"
    routes = ()
    topics = ()

    def capabilities(self, visitor):
        return {}

    def warnings(self):
        return ()

    async def stop(self):
        return None


def create(context: Context) -> Noun:
    return _Empty()
