"""The one file that held all API tokens before each had its own: taken over once, nothing lost."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

from . import ownfile
from .folder import TokenFolder, Use, unreadable, unwritable
from .record import Damaged, Record, is_time

_VERSION = 1
_MAX_BYTES = 1024 * 1024


def take_over(old: Path, folder: TokenFolder, log: logging.Logger) -> None:
    """Make a file of each token in ``old`` that still lives, then keep ``old`` under another name.

    What nobody can read stays where it is, and is said in the log. Raises ``Unavailable`` where the disk
    fails, and ``Untrusted`` where others may have written it; it can be tried again.
    """
    try:
        rows = _rows(ownfile.read(old, most=_MAX_BYTES))
    except FileNotFoundError:
        return
    except OSError as error:
        raise unreadable(error) from None
    if rows is None:
        log.warning("Remote IDE: the API tokens in %s are not taken over: the file is damaged", old)
        return
    for row in rows:
        try:
            record = Record.from_row(row)
        except Damaged:
            continue
        now = time.time()
        if record.expires_at <= now:
            continue
        if not old.exists():
            return  # another server was faster, and may have been told since to revoke this one
        folder.add(record, now)
        if is_time(row.get("last_activity")):
            folder.note(record.id, Use(row["last_activity"], row.get("seen_client")))
    kept = old.with_name(f"{old.name}.taken-over-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
    try:
        old.rename(kept)
    except FileNotFoundError:
        return
    except OSError as error:
        raise unwritable(error) from None
    log.info("Remote IDE: the API tokens of an older version were taken over; %s can be deleted", kept)


def _rows(data: bytes) -> list[dict[str, Any]] | None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        return None
    rows = content.get("apitokens")
    return rows if isinstance(rows, list) else None
