"""What an administrator can set: ``c.RemoteIDE``, put together from the ``Options`` of each feature."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from traitlets import HasTraits, TraitType
from traitlets.config import Configurable

Options = TypeVar("Options", bound=HasTraits)


class Configuration(Configurable):
    """Configuration of Remote IDE; every switch that turns something off is told to the user as a reason."""

    def of(self, options: type[Options]) -> Options:
        """The part of one feature."""
        if not isinstance(self, options):
            msg = f"{options.__module__} is no part of this configuration"
            raise TypeError(msg)
        return self

    @classmethod
    def class_own_traits(cls, **metadata: Any) -> dict[str, TraitType[Any, Any]]:
        """All of them: ``--help-all`` and ``--generate-config`` leave out what a class has from elsewhere."""
        return cls.class_traits(**metadata)


def remote_ide(parts: Iterable[type[HasTraits]]) -> type[Configuration]:
    """The class ``RemoteIDE``: one section, whichever features there are."""
    bases: tuple[type, ...] = (Configuration, *parts)
    return type("RemoteIDE", bases, {"__doc__": Configuration.__doc__, "__module__": __name__})
