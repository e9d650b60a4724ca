"""What of foreign words must not be shown: secrets, or what looks like one, and unprintable characters. Pure.

Every pattern takes time linear in the line's length, whatever stands in it: repeats are bounded, or start
only where a word starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from urllib.parse import unquote

MASKED = "••••"
# People have passwords this short. What is shorter stands in every line by chance.
_SHORTEST = 4
# What is shorter than this is masked only where it stands alone: "lion" not in "million".
_LONG = 8
# Of a line that was cut, this much more is dropped: half a secret may stand there, and looks like none.
_MARGIN = 256

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
# Control characters but the tab, lone surrogates, line ends, and what turns the direction of a text.
_UNWANTED = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
# The words that tell of a secret, for variables, options and lines. These wherever they stand in a name, ...
_ANYWHERE = (
    r"(?:token(?!i[sz])|tkn|passw(?:or[dt]|d)|passphrase|passcode|secret|credential|cookie"
    r"|(?:api|access|private|signing|encryption|connection|master|session)[-_]?key)"
)
# ... and these as its last part alone: there is AUTHOR, SSH_AUTH_SOCK, PASSENGER and KEYBOARD_LAYOUT. A key
# of a table, or one that everybody may know, is no secret.
_LAST = (
    r"(?:(?<![a-z])(?:(?:db|pg|user|root|admin)?(?:pass|pwd|pw)|auth|authorization|psk|jwt"
    r"|(?<!public[-_])(?<!primary[-_])(?<!foreign[-_])(?<!partition[-_])(?<!sort[-_])key)[-_]?\d{0,4}(?![\w-]))"
)
_TELLING = re.compile(f"(?i){_ANYWHERE}|{_LAST}")
# Variables of every shell: where it is, and was.
_FOLDERS = frozenset({"PWD", "OLDPWD"})
# What such variables hold without being secret. Who has one of these words for a password has none; masking
# it would tell that, and would tear holes into every log.
_COMMON = frozenset(
    "true false none null auto basic bearer digest oauth oauth2 default enabled disabled enable"
    " disable required optional strict admin root user users guest test localhost http https"
    " json file token password passwd secret cookie".split()
)
_NUMBER = re.compile(r"[\d.,:]{0,7}")
_PASSWORD_OF_URL = re.compile(r"://[^\s/:@]{0,256}:([^\s/@]+)@")
# A quoted value, whose end may have been cut off, or a bare one up to any of the given characters.
_VALUE = r"(?:\"(?:[^\"\\]|\\.)*(?:\"|\\?$)|'[^']*(?:'|$)|[^{}]+)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The first group stays. Compiled with the first line, not at import."""
    value, word = _VALUE.format(r"\s\"',"), _VALUE.format(r"\s\"'&,;")
    return tuple(
        re.compile(pattern)
        for pattern in (
            r"(?i)(authorization[\"']?\s{0,8}[:=]\s{0,8}[\"']?(?:(?:token|bearer|basic|digest)\s{1,8})?)"
            r"[^\s\"',]+",
            r"(?i)(\b(?:set-)?cookie\s{0,8}:\s{0,8}).+",
            r"(?i)(\b(?:bearer|token)\s{1,8})(?=[\w.~+/=-]{0,512}\d)[\w.~+/=-]{8,}",
            rf"(?i)((?<![\w-])--?(?=[\w-]{{0,64}}?(?:{_ANYWHERE}|{_LAST}))[\w-]{{1,128}}(?:\s{{0,8}}=\s{{0,8}}|\s{{1,8}}))"
            rf"(?!-){value}",
            rf"(?i)({_ANYWHERE}[\w-]{{0,64}}[\"']?\s{{0,8}}(?:=|:(?!//))\s{{0,8}}){word}",
            rf"(?i)({_LAST}[\"']?\s{{0,2}}=\s{{0,2}})(?![\"']?(?:{'|'.join(_COMMON)})(?:[\s\"'&,;]|$)){word}",
            r"(?i)([?&;](?:auth|code|sig|signature|[\w.-]{0,32}%[\w.%-]{1,64})=)[^\s&\"'<>]+",
            r"(://[^\s/:@]{0,256}:)[^\s/@]+(?=@)",
            r"()\b(?:gh[opsu]_|github_pat_|glpat-|sk-|hf_|xox[abp]-|AKIA|ASIA|AIza|npm_|pypi-)[\w-]{10,}",
            r"()(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*",
            r"()\b[0-9a-fA-F]{32,}\b",
            r"()(?<![\w/.+=-])(?=[\w+=-]*\d)(?=[\w+=-]*[a-z])(?=[\w+=-]*[A-Z])[\w+=-]{40,}(?![\w/.-])",
            r"()^\s*[A-Za-z0-9+/=]{60,}\s*$",
        )
    )


def clean(line: str) -> str:
    """The line without escape sequences, control characters, and what turns the direction of a text."""
    return _UNWANTED.sub("", _ANSI.sub("", line))


def one_line(text: str) -> str:
    """A name or path on one line: any program may call itself what it likes, and visitors read the list."""
    return _UNWANTED.sub("", text).replace("\t", "")


def is_one_line(text: str) -> bool:
    return "\t" not in text and _UNWANTED.search(text) is None


def secrets_in(environment: Mapping[str, str]) -> list[str]:
    """Values that must never stand in a log, whatever their form: those of variables that tell of one, and
    the password in any URL."""
    found: dict[str, None] = {}
    # 4.4.0 checks no types
    texts = [pair for pair in environment.items() if all(isinstance(part, str) for part in pair)]
    for name, value in texts:
        passwords = _PASSWORD_OF_URL.findall(value)
        values = [*passwords, *map(unquote, passwords)]
        if name not in _FOLDERS and _TELLING.search(name):
            values += value.splitlines()  # a log has lines, and so has a key
        found |= dict.fromkeys(filter(_is_secret, values))
    return list(found)


def _is_secret(value: str) -> bool:
    return not (
        len(value) < _SHORTEST
        or value.startswith("-----")
        or value.lower() in _COMMON
        or _NUMBER.fullmatch(value)  # a port, a limit: it would be masked in dates and addresses
    )


def mask_arguments(argv: Iterable[str]) -> tuple[str, ...]:
    """The arguments, without the values of options whose name tells of a secret."""
    shown: list[str] = []
    hide = False
    for arg in argv:
        name, equals, _ = arg.partition("=")
        if hide and not arg.startswith("--"):
            shown.append(MASKED)
            hide = False
        elif _TELLING.search(name) and (equals or name.startswith("-")):
            shown.append(f"{name}={MASKED}" if equals else name)
            hide = not equals
        else:
            shown.append(MASKED if "://" in arg and ("@" in arg or _TELLING.search(arg)) else arg)
            hide = False
    return tuple(shown)


def mask(line: str, secrets: Sequence[str] = (), cut: bool = False) -> str:
    """The line, cleaned, with every secret replaced. ``cut``: more of it was there, and is not given."""
    line = clean(line)
    if cut:
        line = line[:-_MARGIN]
    for secret in sorted(secrets, key=len, reverse=True):  # one may be a part of another
        if _is_secret(secret):
            line = _without(line, secret)
            if cut:
                line = _without_head(line, secret)
    for pattern in _patterns():
        line = pattern.sub(_masked, line)
    return line


def _masked(match: re.Match[str]) -> str:
    return str(match.group(1)) + MASKED


def _without(line: str, secret: str) -> str:
    if len(secret) >= _LONG or secret not in line:
        return line.replace(secret, MASKED)
    return re.sub(rf"(?<![^\W_]){re.escape(secret)}(?![^\W_])", MASKED, line)


def _without_head(line: str, secret: str) -> str:
    """The line without the beginning of this secret at its end."""
    for length in range(min(len(secret) - 1, len(line)), 3, -1):
        if line.endswith(secret[:length]):
            return line[:-length]
    return line
