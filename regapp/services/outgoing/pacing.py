"""How many letters go to one mail domain in a minute: large providers turn away whoever sends faster.

A letter beyond the pace is due later, so that it does not stand in the way of those to other domains. A tenth
of the pace is kept for letters to one person: who registers while a letter to thousands is on its way does
not wait until all of those have gone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Insert, bindparam, case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from regapp.models import Letter, Pace
from regapp.vocabulary import UNSENT

KEPT = 10  # one part of so many is not for letters to many
MOST_AT_ONCE = 1000  # letters put off by one statement
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A letter that is due. ``to_many``: it is one of a mailing; ``tried``: its worker died with it."""

    letter_id: int
    domain: str
    to_many: bool
    tried: bool


def share_for_mailings(pace: int) -> int:
    """How many of ``pace`` letters a minute may be of mailings."""
    return pace - pace // KEPT


def let_through(
    session: Session, candidates: Sequence[Candidate], *, pace: int, moment: datetime
) -> list[Candidate]:
    """Those that may go now, counted; with the others all that are due to their domains are put off.

    Workers that count the same domain wait for each other until the transaction ends.
    """
    minute = moment.replace(second=0, microsecond=0)
    counts = _lock(session, {one.domain for one in candidates}, minute)
    passed: list[Candidate] = []
    stopped: dict[str, bool] = {}  # whether nothing but letters to many has to wait
    for one in candidates:
        if one.tried or counts[one.domain] < (share_for_mailings(pace) if one.to_many else pace):
            counts[one.domain] += 1
            passed.append(one)
        else:
            stopped[one.domain] = one.to_many and stopped.get(one.domain, True)
    _write_down(session, counts)
    for domain, mailings_alone in stopped.items():
        waiting = _waiting(session, domain, moment, passed, mailings_alone=mailings_alone)
        _put_off(session, waiting, minute, share_for_mailings(pace))
    return passed


def _lock(session: Session, domains: Iterable[str], minute: datetime) -> dict[str, int]:
    """How many letters went to each domain in this minute; in one order, so that nobody waits crosswise."""
    rows = session.connection().execute(
        _count_from(session.get_bind().dialect.name),
        [{"domain": domain, "minute": minute, "letters": 0} for domain in sorted(domains)],
    )
    return {row.domain: row.letters for row in rows}


@cache
def _count_from(dialect: str) -> Insert:
    """Make a domain's row, or begin to count anew in it when its minute is over."""
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(Pace)
    is_over = Pace.minute < insert.excluded.minute
    return insert.on_conflict_do_update(
        index_elements=[Pace.domain],
        set_={
            "letters": case((is_over, 0), else_=Pace.letters),
            "minute": case((is_over, insert.excluded.minute), else_=Pace.minute),
        },
    ).returning(Pace.domain, Pace.letters)


def _write_down(session: Session, counts: dict[str, int]) -> None:
    session.connection().execute(
        update(Pace).where(Pace.domain == bindparam("of")).values(letters=bindparam("count")),
        [{"of": domain, "count": letters} for domain, letters in counts.items()],
    )


def _waiting(
    session: Session, domain: str, moment: datetime, passed: Sequence[Candidate], *, mailings_alone: bool
) -> Sequence[int]:
    found = select(Letter.id).where(
        Letter.state.in_(UNSENT),
        Letter.due_at <= moment,
        Letter.recipient_key.endswith(f"@{domain}", autoescape=True),
        Letter.id.not_in([one.letter_id for one in passed]),
    )
    if mailings_alone:
        found = found.where(Letter.mailing_id.is_not(None))
    ordered = found.order_by(Letter.due_at, Letter.id).with_for_update(skip_locked=True)
    return session.scalars(ordered).all()


def _put_off(session: Session, letters: Sequence[int], minute: datetime, share: int) -> None:
    """Spread them over the minutes to come: to find the same letters too many again and again costs time."""
    step = min(share, MOST_AT_ONCE)
    for start in range(0, len(letters), step):
        due_at = minute + _MINUTE * (start // share + 1)
        session.execute(
            update(Letter)
            .where(Letter.id.in_(letters[start : start + step]))
            .values(due_at=due_at)
            .execution_options(synchronize_session=False)
        )
