"""Writes the words of our settings in the pseudo language: `pseudo.py SCHEMAS FILE.mo`.

JupyterLab's server translates them, not the page; it looks here for what it is asked for.
"""

import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from jupyterlab_server.translation_utils import translator


class Asked:
    """Hears which messages of a schema are looked up."""

    def __init__(self) -> None:
        self.catalog = Catalog()

    def pgettext(self, context: str, message: str) -> str:
        self.catalog.add(message, f"«{message}»", context=context)
        return message


schemas, target = map(Path, sys.argv[1:])
asked = Asked()
for schema in schemas.glob("*.json"):
    translator._translate_schema_strings(asked, json.loads(schema.read_text()))
with target.open("wb") as file:
    write_mo(file, asked.catalog)
