"""Many things as one JSON document (RFC 8259), sent while they are read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def json_lines(head: Mapping[str, Any], name: str, items: Iterable[Any]) -> Iterator[str]:
    """An object with the members of ``head`` and, last, the items as an array of that name, a line each."""
    yield "{\n"
    for key, value in head.items():
        yield f"{_json(key)}: {_json(value)},\n"
    yield f"{_json(name)}: ["
    separator = "\n"
    for item in items:
        yield f"{separator}{_json(item)}"
        separator = ",\n"
    yield "\n]\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
