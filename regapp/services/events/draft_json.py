"""Drafts of events as JSON, as templates keep them."""

from datetime import datetime
from typing import Any

from cattrs import Converter

from regapp.services.events.drafts import EventDraft, NamedHostDraft

_converter = Converter(forbid_extra_keys=False, omit_if_default=True)
_converter.register_unstructure_hook(datetime, lambda wall: wall.isoformat())
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_converter.register_structure_hook(
    str | NamedHostDraft,
    lambda host, _: host if isinstance(host, str) else _converter.structure(host, NamedHostDraft),
)


def to_json(draft: EventDraft) -> dict[str, Any]:
    """A draft as JSON; what it leaves at its default is left out."""
    written: dict[str, Any] = _converter.unstructure(draft)
    return written


def from_json(written: dict[str, Any]) -> EventDraft:
    """The draft that :func:`to_json` wrote, also by an older version. Raises ValueError for anything else."""
    try:
        return _converter.structure(written, EventDraft)
    except Exception as error:
        raise ValueError("this is no draft of an event") from error
