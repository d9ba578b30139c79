"""ARCHITECTURE.md shows the table of transitions as the code has it; ``UPDATE=1`` writes it anew."""

import os
from collections.abc import Iterable
from pathlib import Path

from regapp.services.allocation.transitions import HAVING, SESSIONS_CHANGED, TABLE, Transition
from regapp.vocabulary import Actor, Status

DOCUMENT = Path(__file__).parents[3] / "ARCHITECTURE.md"
START, END = (
    "<!-- transitions: tests/services/allocation/test_table_in_words.py writes this -->\n",
    "<!-- end -->\n",
)
AS_IT_IS = {
    "made",
    "proof_lapsed",
    "rejected",
    "offered",
    "declined",
    "offer_lapsed",
    "sessions_changed",
    "line_left",
}
HEAD = ("transition", "who may cause it", "from", "to", "places", "letter", "calendar")


def words(statuses: Iterable[Status | None]) -> str:
    found = set(statuses)
    if found == HAVING:
        return "whatever one has"
    return ", ".join(str(status) for status in (None, *Status) if status in found).replace("None", "nothing")


def letters(transition: Transition) -> str:
    told = dict.fromkeys(transition.letters.values())
    return ", ".join(str(kind) if kind else "none" for kind in told)


def calendar(transition: Transition) -> str:
    """test_transitions.py looks whether it is so."""
    if transition is SESSIONS_CHANGED:  # tests/services/outgoing/test_calendar_changes.py
        return "as it is; rises where each session is an entry"
    if transition.action in AS_IT_IS:
        return "as it is"
    ends = transition.before & HAVING and not set(transition.letters) & HAVING
    return "ends with the ticket" if ends else "rises with the ticket"


def table() -> str:
    rows = [HEAD, ("---",) * len(HEAD)]
    rows += [
        (
            transition.action.replace("_", " "),
            ", ".join(actor for actor in Actor if actor in transition.actors),
            words(transition.before),
            words(transition.letters),
            transition.places,
            letters(transition),
            calendar(transition),
        )
        for transition in TABLE
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_the_document_shows_the_table_of_the_code() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(START)
    shown, after = rest.split(END, 1)
    if os.environ.get("UPDATE"):
        DOCUMENT.write_text(before + START + table() + END + after, encoding="utf-8")
    else:
        assert shown == table()
