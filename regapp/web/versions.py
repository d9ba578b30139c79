"""Two people edit the same thing: what one has not touched stays as the other has made it; the rest is asked.

A form carries, for each of its fields, a digest of the value that its reader had in front of them (a field
named ``seen``). When it comes back it is compared with what is stored by then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

LENGTH = 16  # hex digits: enough to tell the versions of one text apart


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both have changed, to different values. ``theirs`` is stored by now."""

    field: Field
    theirs: Any


def seen(values: Mapping[str, Any]) -> str:
    """What a form that shows ``values`` carries along."""
    return json.dumps({name: _digest(value) for name, value in values.items()}, separators=(",", ":"))


def merge(form: FlaskForm, stored: Mapping[str, Any], carried: str) -> list[Conflict]:
    """Take over into a posted form what others have changed and its reader has not; the rest is conflicts.

    ``stored`` is by field name what the form would show now. A form that carries nothing to compare with
    is taken as it is.
    """
    digests = _read(carried)
    conflicts = []
    for name, value in stored.items():
        if name not in form or name not in digests or digests[name] == _digest(value):
            continue
        field = form[name]
        mine = _digest(field.data)
        if mine == digests[name]:
            field.process_data(value)
            field.raw_data = None
        elif mine != _digest(value):
            conflicts.append(Conflict(field, value))
    return conflicts


def _digest(value: Any) -> str:
    plain = {key: text for key, text in value.items() if text} if isinstance(value, Mapping) else value
    text = json.dumps(plain or None, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:LENGTH]


def _read(carried: str) -> dict[str, str]:
    try:
        read = json.loads(carried)
    except (ValueError, RecursionError):  # no browser of ours nests anything
        return {}
    return {str(name): str(digest) for name, digest in read.items()} if isinstance(read, dict) else {}
