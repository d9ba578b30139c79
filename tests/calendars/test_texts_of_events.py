"""Any text that a person can type into any field of an event, in the calendar files that come of it."""

from datetime import UTC, datetime

import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regapp.addresses import Addresses
from regapp.calendars.entry import Entry, Party
from regapp.calendars.files import cancel, published, request
from regapp.documents.calendar_entries import own_entries, public_entries
from regapp.vocabulary import Language

from . import rules
from .any_text import LINES, PARAGRAPHS, shown
from .examples import names
from .made import Typed, event_of, typed_everywhere
from .readers import IcalJs, Seen

SLOWLY = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
ADDRESSES, HOST, STAMP = (
    Addresses("https://events.example"),
    "events.example",
    datetime(2027, 1, 1, tzinfo=UTC),
)


anything = st.builds(typed_everywhere, LINES, PARAGRAPHS)


def own(typed: Typed, *, by_session: bool = False) -> Entry:
    """The entry of who joins online."""
    event = event_of(typed, calendar_by_session=by_session)
    (entry,) = own_entries(event, ADDRESSES, HOST, Language.ENGLISH, sequence=1, online=True, told=True)
    return entry


def public(typed: Typed) -> Entry:
    (entry,) = public_entries(event_of(typed), ADDRESSES, HOST, Language.ENGLISH)
    return entry


def files(typed: Typed) -> list[bytes]:
    """A file of each kind."""
    to = {"organiser": Party(typed.organisation, "host@example.org"), "stamp": STAMP}
    to["attendee"] = Party(typed.person, "aigul@example.kz")
    return [
        published([public(typed)], name=typed.organisation),
        published([own(typed, by_session=True)]),
        request(own(typed), **to),
        cancel(own(typed), **to),
    ]


PLAIN = [names(file) for file in files(Typed())]


@SLOWLY
@given(anything)
def test_it_adds_no_property(typed: Typed) -> None:
    assert [names(file) for file in files(typed)] == PLAIN


@SLOWLY
@given(anything)
def test_it_breaks_no_rule(typed: Typed) -> None:
    """Lines of at most 75 octets and whole characters among them: RFC 5545 3.1."""
    assert [rules.broken(file) for file in files(typed)] == [[], [], [], []]


@SLOWLY
@given(anything)
def test_it_comes_back_the_same_from_ical_js(ical_js: IcalJs, typed: Typed) -> None:
    (seen,) = ical_js(published([public(typed)]))
    place = f"{typed.venue}, {typed.address}, {typed.city}"
    assert told(seen) == (shown(typed.title), shown(typed.summary), shown(place))


@SLOWLY
@given(anything)
def test_the_way_to_join_comes_back_the_same(ical_js: IcalJs, typed: Typed) -> None:
    (seen,) = ical_js(published([own(typed)]))
    meeting = [typed.join_address, f"Zoom ID {typed.meeting_id}", typed.passcode]
    description = "\n".join([typed.summary, *meeting])
    assert told(seen) == (shown(typed.title), shown(description), shown(typed.join_address))


@SLOWLY
@given(anything)
def test_a_session_comes_back_the_same(ical_js: IcalJs, typed: Typed) -> None:
    (seen,) = ical_js(published([own(typed, by_session=True)]))
    assert seen.summary == shown(f"{typed.session} – {typed.title}")


@SLOWLY
@given(anything)
def test_names_come_back_the_same_but_for_quotes(typed: Typed) -> None:
    """RFC 5545 3.2: no double quote can stand in a parameter, so an apostrophe does.

    Read by vobject: to ical.js a backslash before a comma is an escape there, too, which 3.2 knows none of.
    What vobject leaves to be done is the ^^ that stands for a ^ (RFC 6868 3.1).
    """
    event = vobject.readOne(files(typed)[2].decode()).vevent
    for party, name in ((event.organizer, typed.organisation), (event.attendee, typed.person)):
        (read,) = party.params["CN"]
        assert read.replace("^^", "^") == " ".join(shown(name).replace('"', "'").split())


def told(seen: Seen) -> tuple[str, str, str]:
    return seen.summary, seen.description, seen.location
