"""A feature's styles are its own: what it looks like does not change with the features beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parent.parent / "src"
FEATURES = sorted(path.parent.name for path in SOURCES.glob("*/section.tsx"))


def classes(folder: str, *kinds: str) -> set[str]:
    paths = [path for kind in kinds for path in (SOURCES / folder).rglob(f"*.{kind}")]
    return {name for path in paths for name in re.findall(r"jp-RemoteIDE-\w+", path.read_text())}


def test_there_are_features_with_styles() -> None:
    assert len([feature for feature in FEATURES if classes(feature, "css")]) > 2


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_is_drawn_with_its_own_styles_and_everybodys(feature: str) -> None:
    others = {name for other in FEATURES if other != feature for name in classes(other, "css")}
    borrowed = others - classes(feature, "css") - classes("ui", "css")
    assert classes(feature, "ts", "tsx") & borrowed == set()


@pytest.mark.parametrize("feature", FEATURES)
def test_its_styles_are_about_itself(feature: str) -> None:
    assert classes(feature, "css") - classes(feature, "ts", "tsx") - classes("ui", "css") == set()


def test_everybodys_styles_are_used() -> None:
    used = {name for folder in ("ui", *FEATURES) for name in classes(folder, "ts", "tsx")}
    assert classes("ui", "css") - used == set()
