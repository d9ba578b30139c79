"""Tables are brought in beside each other and beside people who register, and a worker is killed amid one."""

import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from regapp.database import db
from regapp.models import Attendee, ImportRow, Registration
from regapp.services.imports import drafting
from regapp.services.imports.plan import WhenFull
from regapp.vocabulary import JobState, LetterKind, RowFate, Source
from tests import builders as b
from tests.races.crowd import SIZE
from tests.races.guards import assert_it_shows, drop_check
from tests.races.misfortunes import killed_before
from tests.races.rounds import Race, told, unguarded
from tests.races.test_jobs import end_leases, letters, run_jobs
from tests.races.works import register_in_turn
from tests.services.imports import tables as t

SEATS = 11
ASCENDING, DESCENDING, BY_FORM = range(40), range(59, 19, -1), range(10, 50)
FIRST_LETTERS = (LetterKind.CONFIRMATION, LetterKind.WAITING_LIST)


def ticket(person: int, every: int) -> str:
    """A seat in the room for one of so many; who is in several tables may want another thing in each."""
    return "in-person" if person % every == 0 else "online"


def table(event: int, people: Iterable[int], every: int) -> str:
    """A table of these people in their order."""
    lines = (f"Person {one},p{one}.{event}@example.org,{ticket(one, every)}" for one in people)
    return "\n".join(["Name,Mail,Ticket", *lines])


def begun(event: int, text: str, when_full: WhenFull = WhenFull.WAIT) -> int:
    """An import that a host has set going, and nobody works on yet."""
    job_id = t.checked(event, text, when_full=when_full)
    drafting.begin(event_id=event, job_id=job_id, user_id=t.host())
    return job_id


def two_tables() -> tuple[int, list[int]]:
    """An event, and two imports of many of the same people into it, of which one leaves out who'd wait."""
    event = b.small_event(capacity=SEATS)
    first = begun(event, table(event, ASCENDING, 2))
    return event, [first, begun(event, table(event, DESCENDING, 4), WhenFull.LEAVE_OUT)]


def import_or_register(event: int, part: int) -> Counter[str]:
    """Two do the imports, the two others register people of both tables by form."""
    if part < 2:
        run_jobs()
        return Counter()
    wishes = [(f"p{one}.{event}@example.org", ticket(one, 3)) for one in BY_FORM[part - 2 :: 2]]
    return register_in_turn(event, wishes)


def race(at_once: Race, event: int, without: Iterable[str]) -> Counter[str]:
    """How the forms ended."""
    db.session.rollback()
    shares = [(event, part) for part in range(SIZE)]
    outcomes: Counter[str] = sum(at_once(import_or_register, shares=shares, without=without), Counter())
    end_leases()
    t.work()
    db.session.rollback()
    return outcomes


def wrong(event: int, jobs: list[int]) -> Iterator[str]:
    """Whatever is not as it has to be after the race."""
    rows = [row for job in jobs for row in t.rows(job)]
    registrations = db.session.scalars(select(Registration).where(Registration.event_id == event)).all()
    known = {one.email_key: one for one in registrations}
    yield from (f"row of {row.email_key} is {row.fate}" for row in rows if not is_true(row, known))
    done = [row.attendee_id for row in rows if row.fate is RowFate.DONE]
    people = select(Attendee.id).join(Registration).where(Registration.event_id == event)
    imported = db.session.scalars(people.where(Registration.source == Source.IMPORT)).all()
    if sorted(filter(None, done)) != sorted(imported):
        yield f"{len(done)} rows are done, {len(imported)} people were imported"
    if len(known) != len(registrations) or set(told(event, *FIRST_LETTERS).values()) != {1}:
        yield "somebody came twice, or was told so"
    if (b.quota(event).taken, len(b.seated(event))) != (SEATS, SEATS):
        yield f"{len(b.seated(event))} sit on {SEATS} seats"
    yield from (f"job {job}: {t.job(job).outcome}" for job in jobs if not adds_up(job))
    yield from b.findings()


def is_true(row: ImportRow, known: dict[str | None, Registration]) -> bool:
    """Whether what stands at a row is so."""
    registration = known.get(row.email_key)
    if row.fate is RowFate.DONE:
        attendee = db.session.get_one(Attendee, row.attendee_id)
        return registration is not None and attendee.registration is registration
    is_there = row.fate is RowFate.ABOVE or (row.fate is RowFate.KNOWN and registration is not None)
    return is_there and row.attendee_id is None


def adds_up(job_id: int) -> bool:
    """Whether a job is done, and says of each row what stands there; who waits is done as well."""
    job, fates = t.job(job_id), Counter(map(str, t.fates(job_id)))
    outcome = Counter(job.outcome)
    outcome["done"] += outcome.pop("waits", 0)
    return job.state is JobState.DONE and outcome == fates and fates.total() == job.total


@pytest.mark.usefixtures("app")
def test_two_imports_and_people_who_register_bring_nobody_in_twice(at_once: Race) -> None:
    event, jobs = two_tables()
    outcomes = race(at_once, event, ["haste"])
    assert outcomes == {"done": len(BY_FORM)}
    assert list(wrong(event, jobs)) == []


@pytest.mark.usefixtures("app")
def test_without_their_guards_imports_go_wrong(at_once: Race, *, sqlite: bool) -> None:
    guards = ["condition", "check", *unguarded("line", sqlite=sqlite)]
    drop_check(sqlite)

    def something_is_wrong() -> bool:
        event, jobs = two_tables()
        race(at_once, event, guards)
        return any(wrong(event, jobs))

    assert_it_shows(something_is_wrong)


def sixty_rows() -> str:
    """Forty addresses, twenty of which stand in a second row."""
    people = [*range(40), *range(20)]
    lines = (f"Person {row},p{one}@example.org,{ticket(one, 2)}" for row, one in enumerate(people))
    return "\n".join(["Name,Mail,Ticket", *lines])


def came(event: int, job: int) -> list[object]:
    """All that an import has led to."""
    people = [
        (row.number, row.fate, row.attendee_id and db.session.get_one(Attendee, row.attendee_id).name)
        for row in t.rows(job)
    ]
    found = t.job(job)
    end = found.state, found.outcome, found.dealt_with
    return [end, people, b.seated(event), b.seated(event, "online"), b.waiting(event), letters(event)]


def after_a_kill(statement: int, url: str, instance: Path, without: tuple[str, ...] = ()) -> list[object]:
    """What an import has led to which one worker began and another finished."""
    event = b.small_event(capacity=SEATS, most_people=2)
    job = begun(event, sixty_rows())
    db.session.rollback()
    assert killed_before(statement, url, instance, work=run_jobs, without=without) == -signal.SIGKILL
    end_leases()
    t.work()
    return came(event, job)


def undisturbed() -> list[object]:
    """The same where nobody was killed."""
    event = b.small_event(capacity=SEATS, most_people=2)
    job = begun(event, sixty_rows())
    t.work()
    return came(event, job)


@pytest.mark.parametrize("statement", [5, 24, 53, 140])
@pytest.mark.usefixtures("app")
def test_an_import_whose_worker_was_killed_ends_like_any_other(
    database_url: str, tmp_path: Path, statement: int
) -> None:
    killed = after_a_kill(statement, database_url, tmp_path)
    assert killed == undisturbed()
    assert killed[0] == (JobState.DONE, {"done": 30 + SEATS, "waits": 30 - SEATS}, 60)
    assert b.findings() == []


@pytest.mark.usefixtures("app")
def test_without_a_transaction_rows_are_taken_in_part(database_url: str, tmp_path: Path) -> None:
    statements, expected = iter(range(22, 32)), undisturbed()
    assert_it_shows(
        lambda: after_a_kill(next(statements), database_url, tmp_path, ("transaction",)) != expected
    )
