"""Events as files of ours describe them, samples and templates: TOML, their texts in all languages.

A file says at what hour of the wall clock an event starts and ends and how many days it lasts, in
``[relative]``; the first day is whoever's who reads it. A sample of a past event has ``start`` and ``end``.
"""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from regapp.services.events.drafts import (
    EventDraft,
    MeetingDraft,
    QuestionDraft,
    QuotaDraft,
    SessionDraft,
    SpeakerDraft,
    SpeakerGroupDraft,
    TicketTypeDraft,
)
from regapp.services.events.rules import Rules
from regapp.vocabulary import (
    Attendance,
    EventKind,
    EventVisibility,
    QuestionKind,
    SpeakerRole,
    Visibility,
)

_AS_THEY_ARE = ("title", "summary", "description", "zone")
_OPTIONAL = ("venue", "contact_phone", "contact_email", "public_stream")


def read(path: Path) -> dict[str, Any]:
    """What a file says."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def draft(raw: dict[str, Any], *, first: date | None = None) -> EventDraft:
    """The event of a file, as a draft whose first day is ``first``, unless the file has dates of its own."""
    start, end = _times(raw, first)
    return EventDraft(
        slug=raw.get("slug", ""),
        organisation=raw.get("organisation", ""),
        **{key: raw[key] for key in _AS_THEY_ARE},
        **{key: raw[key] for key in _OPTIONAL if key in raw},
        kind=EventKind(raw["kind"]),
        hosts=tuple(raw.get("hosts", ())),
        languages=tuple(raw.get("languages", ())),
        visibility=EventVisibility(raw.get("visibility", EventVisibility.PUBLIC)),
        start=start,
        end=end,
        closes=start - timedelta(hours=raw["closes_hours_before"]),
        meeting=_meeting(raw.get("meeting", {})),
        ticket_types=tuple(
            TicketTypeDraft(**{**row, "attendance": Attendance(row["attendance"])})
            for row in raw["ticket_type"]
        ),
        rules=Rules(waiting_list=raw["waiting_list"], most_people=raw.get("most_people", 1)),
        quotas=tuple(
            QuotaDraft(**{**row, "ticket_types": tuple(row["ticket_types"])}) for row in raw.get("quota", ())
        ),
        questions=tuple(_question(row) for row in raw.get("question", ())),
        sessions=tuple(_session(row, start.date()) for row in raw.get("session", ())),
        speaker_groups=tuple(SpeakerGroupDraft(**row) for row in raw.get("speaker_group", ())),
        speakers=tuple(
            SpeakerDraft(**{**row, "role": SpeakerRole(row["role"])}) for row in raw.get("speaker", ())
        ),
    )


def _times(raw: dict[str, Any], first: date | None) -> tuple[datetime, datetime]:
    if first is None or "relative" not in raw:
        return raw["start"], raw["end"]
    relative = raw["relative"]
    last = first + timedelta(days=relative["length_days"] - 1)
    return _at(first, relative["start"]), _at(last, relative["end"])


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def _meeting(row: dict[str, Any]) -> MeetingDraft:
    if not row:
        return MeetingDraft()
    return MeetingDraft(**{**row, "id_visibility": Visibility(row["id_visibility"])})


def _question(row: dict[str, Any]) -> QuestionDraft:
    rest = {key: value for key, value in row.items() if key != "choice"}
    rest["kind"] = QuestionKind(rest["kind"])
    rest["ticket_types"] = tuple(rest.get("ticket_types", ()))
    return QuestionDraft(**rest, choices=tuple(row.get("choice", ())))


def _session(row: dict[str, Any], first: date) -> SessionDraft:
    if "day" not in row:
        return SessionDraft(title=row["title"])
    day = first + timedelta(days=row["day"] - 1)
    return SessionDraft(title=row["title"], start=_at(day, row["start"]), end=_at(day, row["end"]))
