"""What rest-api.yml says, and whether a value is that."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import yaml

import jupyterlab_remote_ide

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from openapi_schema_validator import OAS30Validator

SPEC = yaml.safe_load((Path(jupyterlab_remote_ide.__file__).parent / "rest-api.yml").read_text())
SCHEMAS = SPEC["components"]["schemas"]
_PATHS = [
    (re.compile(re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(path[1:]))), calls)
    for path, calls in SPEC["paths"].items()
]


def resolved(node):
    """The schema with every ``$ref`` put in its place: no resolver is needed then."""
    if isinstance(node, dict):
        if "$ref" in node:
            return resolved(SCHEMAS[node["$ref"].removeprefix("#/components/schemas/")])
        return {key: value if key == "example" else resolved(value) for key, value in node.items()}
    return [resolved(each) for each in node] if isinstance(node, list) else node


def misfits(value, schema):
    """``schema``: one, or the name of one."""
    whole = resolved(SCHEMAS[schema] if isinstance(schema, str) else schema)
    return [f"{error.json_path}: {error.message}" for error in OAS30Validator(whole).iter_errors(value)]


def schema_of(path, method, status):
    """The schema of the reply to a call, ``None`` where it has no body; it must be one that is described."""
    (calls,) = [calls for pattern, calls in _PATHS if pattern.fullmatch(path.partition("?")[0])]
    content = calls[method.lower()]["responses"][str(status)].get("content")
    return None if content is None else content["application/json"]["schema"]
