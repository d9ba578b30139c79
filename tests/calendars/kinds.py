"""Every kind of calendar file that leaves the service, and what each has to say.

The times are written down here by hand: the instants in UTC that calendars have to make of the wall clocks in
`making`, and plain dates where an event takes whole days.
"""

from datetime import UTC, date, datetime

Span = tuple[date, date, str]


def span(start: str, end: str, status: str = "CONFIRMED") -> Span:
    """Dates, or instants of UTC."""
    if "T" not in start:
        return date.fromisoformat(start), date.fromisoformat(end), status
    return (
        datetime.fromisoformat(start).replace(tzinfo=UTC),
        datetime.fromisoformat(end).replace(tzinfo=UTC),
        status,
    )


HYBRID = span("2027-03-11T12:00", "2027-03-11T14:00")
HYBRID_LATER = span("2027-03-11T13:00", "2027-03-11T15:00")
DAYS = [span(f"2027-03-{day}T05:00", f"2027-03-{day}T13:00") for day in (16, 17)]
WHOLE = span("2027-05-01", "2027-05-03")
SESSIONS = [span("2027-03-20T05:00", "2027-03-20T06:00"), span("2027-03-20T10:00", "2027-03-20T11:30")]
NIGHT = span("2027-03-28T00:30", "2027-03-28T02:30")
TWICE = span("2027-10-31T01:30", "2027-10-31T03:00")
TOGETHER = span("2027-06-01T05:00", "2027-06-01T06:00")
TOLD = span("2027-06-02T05:00", "2027-06-02T06:00")
OFF = span("2027-04-02T13:00", "2027-04-02T14:00")


def with_status(status: str, *spans: Span) -> list[Span]:
    return [(start, end, status) for start, end, _ in spans]


ALL = [HYBRID_LATER, DAYS[0], WHOLE, *SESSIONS, NIGHT, TWICE, TOGETHER, TOLD, *with_status("CANCELLED", OFF)]

# Each file's entries: when, and their standing (a CANCEL for one person says nothing of it).
ENTRIES: dict[str, list[Span]] = {
    "public: one evening": [HYBRID_LATER],
    "public: two days": [DAYS[0]],
    "public: whole days": [WHOLE],
    "public: by session": SESSIONS,
    "public: a night that is an hour short": [NIGHT],
    "public: an hour that comes twice": [TWICE],
    "public: cancelled": with_status("CANCELLED", OFF),
    "feed: all": ALL,
    "feed: of the host": ALL,
    "feed: of a venue": [HYBRID_LATER],
    "feed: empty": [],
    "own: online": [HYBRID_LATER],
    "own: in the room": [DAYS[0]],
    "own: waiting": with_status("TENTATIVE", HYBRID_LATER),
    "own: left": with_status("CANCELLED", WHOLE),
    "own: of a cancelled event": with_status("CANCELLED", OFF),
    "personal feed": [
        *(HYBRID_LATER, DAYS[0], *SESSIONS, NIGHT, TWICE, TOGETHER, TOLD),
        *with_status("CANCELLED", WHOLE, OFF),
    ],
    "REQUEST: online": [HYBRID],
    "REQUEST: first day": [DAYS[0]],
    "REQUEST: second day": [DAYS[1]],
    "REQUEST: whole days": [WHOLE],
    "REQUEST: first session": [SESSIONS[0]],
    "REQUEST: second session": [SESSIONS[1]],
    "REQUEST: a night that is an hour short": [NIGHT],
    "REQUEST: an hour that comes twice": [TWICE],
    "REQUEST: that asks": [OFF],
    "REQUEST: moved": [HYBRID_LATER],
    "REQUEST: one day less": [DAYS[0]],
    "REQUEST: with a companion": [TOGETHER],
    "REQUEST: a companion's": [TOGETHER],
    "REQUEST: before the way to join": [TOLD],
    "REQUEST: the way to join": [TOLD],
    "CANCEL: a companion's": with_status("", TOGETHER),
    "CANCEL: one day less": with_status("CANCELLED", DAYS[1]),
    "CANCEL: left": with_status("", WHOLE),
    "CANCEL: of the event": with_status("CANCELLED", OFF),
}  # fmt: skip
