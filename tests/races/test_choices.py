"""The last place that goes with an answer."""

from functools import partial

from regapp.database import db
from regapp.models import Event, Quota
from regapp.services.events import questions
from regapp.services.events.drafts import QuestionDraft, QuotaDraft
from regapp.services.registrations import own_page
from regapp.vocabulary import Language, QuestionKind
from tests import builders as b
from tests.races.guards import assert_it_shows, drop_check
from tests.races.rounds import Race, Steps, at, play, seated, unguarded, waiting

ROUNDS, LAPS = 8, 6
LABELS = tuple({"key": key, "label": {"en": key}} for key in ("interpreted", "plain"))
QUESTION = QuestionDraft("language", QuestionKind.CHOICE, {"en": "In which language?"}, choices=LABELS)
INTERPRETED, PLAIN = {"language": "interpreted"}, {"language": "plain"}


def event_with_one_headset() -> int:
    """Nothing is limited there but the headsets; one person, who needs none, has come."""
    headset = QuotaDraft({"en": "Headsets"}, 1, choices=(("language", "interpreted"),))
    event = b.small_event(questions=(QUESTION,), quotas=(headset,))
    b.register(event, at(event, "x"), ticket="online", answers=PLAIN)
    return event


def coming(event: int) -> Steps:
    """Two come who need a headset, one answers anew that they need one as well."""
    anew = partial(
        own_page.change_details,
        token=b.own_token(event, at(event, "x")),
        name="X",
        answers=INTERPRETED,
        language=Language.ENGLISH,
    )
    come = (partial(b.register, event, at(event, who), ticket="online", answers=INTERPRETED) for who in "ab")
    return anew, *come


def one_has_it(event: int) -> bool:
    people = {*seated(event, "online"), *waiting(event)}
    return b.quota(event).taken == 1 and people == {"x", "a", "b"} and b.findings() == []


def test_the_last_place_of_a_choice_is_given_once(at_once: Race) -> None:
    events = [event_with_one_headset() for _ in range(ROUNDS)]
    played = play(at_once, [coming(event) for event in events])
    assert {outcome for outcomes in played for outcome in outcomes} <= {"done", "NoPlace"}
    assert all(map(one_has_it, events))


def test_without_its_guards_it_is_given_twice(at_once: Race, *, sqlite: bool) -> None:
    # On SQLite only one transaction writes at a time: it is the transaction itself that guards.
    guards = ["condition", "check", *unguarded("line", sqlite=sqlite)]
    drop_check(sqlite)

    def it_is_given_twice() -> bool:
        event = event_with_one_headset()
        play(at_once, [coming(event)], without=guards)
        return b.quota(event).taken > 1 or not one_has_it(event)

    assert_it_shows(it_is_given_twice)


def editing(event: int, number: int) -> Steps:
    """A host gives the choice places, or ends them, while people come who have it."""
    db.session.rollback()
    edit = partial(
        questions.change,
        event_id=event,
        revision=db.session.get_one(Event, event).revision,
        draft=QUESTION,
        capacities={0: 100} if number % 2 == 0 else {},
        user_id=None,
    )
    return edit, *(
        partial(b.register, event, at(event, f"{who}{number}"), ticket="online", answers=INTERPRETED)
        for who in "abc"
    )


def test_who_comes_while_a_choice_gets_places_is_counted(at_once: Race) -> None:
    event = b.small_event(questions=(QUESTION,), quotas=())
    for number in range(LAPS):
        assert {*play(at_once, [editing(event, number)])[0]} == {"done"}
        assert b.findings() == []
    assert len(seated(event, "online")) == LAPS * 3


def test_without_its_lock_somebody_is_not(at_once: Race, *, sqlite: bool) -> None:
    guards = unguarded("lock of edits", sqlite=sqlite)

    def somebody_is_uncounted() -> bool:
        event = b.small_event(questions=(QUESTION,), quotas=())
        outcomes = play(at_once, [editing(event, 0)], without=guards)[0]
        quota = next(one for one in b.rows(Quota) if one["event_id"] == event)
        return {*outcomes} == {"done"} and (quota["taken"] < 3 or b.findings() != [])

    assert_it_shows(somebody_is_uncounted)
