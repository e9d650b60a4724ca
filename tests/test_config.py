"""``c.RemoteIDE``: one section for the operator, a part of it in each feature."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from traitlets import Bool, HasTraits
from traitlets.config import Config

from jupyterlab_remote_ide.app import RemoteIDE, RemoteIDEApp
from jupyterlab_remote_ide.config import remote_ide

DOCS = Path(__file__).resolve().parent.parent / "docs" / "operators" / "install.md"


class Moon(HasTraits):
    moon_full = Bool(False).tag(config=True)


class Tide(HasTraits):
    tide_high = Bool(False).tag(config=True)


def test_what_is_documented_can_be_set_and_the_other_way_round():
    documented = re.findall(r"`c\.RemoteIDE\.(\w+)` \|", DOCS.read_text())
    assert len(documented) > 10
    assert sorted(documented) == sorted(RemoteIDE.class_own_traits(config=True))


def test_jupyter_tells_each_as_an_option_of_remote_ide_alone():
    app = RemoteIDEApp()
    told = re.findall(r"^# c\.(\w+)\.apps_start_timeout = 600$", app.generate_config_file(), re.M)
    assert told == ["RemoteIDE"]
    assert "--RemoteIDE.apps_start_timeout=<Int>" in "\n".join(app.emit_help(classes=True))


def test_each_feature_reads_its_part_and_nobody_is_warned():
    config = Config()
    config.RemoteIDE.tide_high = True
    config.RemoteIDE.moon_full = True
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        both = remote_ide([Moon, Tide])(config=config)
    assert (both.of(Moon).moon_full, both.of(Tide).tide_high) == (True, True)


def test_an_option_of_a_feature_that_is_not_there_is_told():
    config = Config()
    config.RemoteIDE.tide_high = True
    with pytest.warns(UserWarning, match="`tide_high` not recognized by `RemoteIDE`"):
        alone = remote_ide([Moon])(config=config)
    with pytest.raises(TypeError):
        alone.of(Tide)
