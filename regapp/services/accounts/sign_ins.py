"""Signing in and out. A browser that is signed in holds a token; only its digest is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import use_case
from regapp.errors import NotFound
from regapp.models import SignIn, User
from regapp.models.tokens import new_token
from regapp.prepared import Note
from regapp.services import audit
from regapp.vocabulary import SignInMethod

KEPT = timedelta(days=180)
LONGEST_BROWSER, LONGEST_NETWORK_ADDRESS = 100, 45  # characters; IPv6 with an IPv4 in it needs 45
SEEN_EVERY = timedelta(minutes=5)
_mark_seen = Note(
    update(SignIn)
    .where(SignIn.id == bindparam("sign_in_id"), SignIn.seen_at < bindparam("seen_before"))
    .values(seen_at=bindparam("moment"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """From where somebody signs in: the browser in words, and the network address."""

    browser: str
    network_address: str


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


@use_case
def begin(session: Session, *, user_id: int, method: SignInMethod, place: Place) -> str:
    """Somebody has signed in; the token that their browser is to hold."""
    token = new_token()
    sign_in = row_of(user_id, method, place, succeeded=True)
    sign_in.token_digest, sign_in.seen_at = digest(token), now()
    session.add(sign_in)
    return token


@use_case
def note_failure(session: Session, *, email: str, method: SignInMethod, place: Place) -> None:
    """Somebody tried to sign in to the account of an address in vain; where there is none nothing is kept."""
    user_id = session.scalars(select(User.id).where(User.email == email)).one_or_none()
    if user_id is not None:
        session.add(row_of(user_id, method, place, succeeded=False))
        return
    write_in_vain(session)


def write_in_vain(session: Session) -> None:
    """Write without changing anything, where an answer may not take longer for an address that is known."""
    last = select(func.max(SignIn.id)).scalar_subquery()
    session.execute(update(SignIn).where(SignIn.id == last).values(browser=SignIn.browser))


@use_case
def end(session: Session, *, token: str) -> None:
    """Sign out. Doing it twice is doing it once."""
    session.execute(
        update(SignIn)
        .where(SignIn.token_digest == digest(token), SignIn.ended_at.is_(None))
        .values(ended_at=now())
    )


@use_case
def end_one(session: Session, *, user_id: int, sign_in_id: int) -> None:
    """Sign one browser of the account out. Raises NotFound if the account has no such sign-in."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.user_id != user_id or sign_in.token_digest is None:
        raise NotFound
    if sign_in.ended_at is None:
        sign_in.ended_at = now()
        audit.record_account(session, user_id, "session_ended", sign_in=sign_in_id)


@use_case
def end_others(session: Session, *, user_id: int, token: str) -> None:
    """Sign all browsers of the account out but the one with this token."""
    end_all(session, user_id, but=token)
    audit.record_account(session, user_id, "other_sessions_ended")


def note_seen(sign_in_id: int, seen_at: datetime | None, moment: datetime) -> None:
    """Somebody has used the sign-in, which was noted last at ``seen_at``: some minutes are as good as none.

    What may be lost is not waited for. Raises Busy.
    """
    if seen_at is None or seen_at <= moment - SEEN_EVERY:
        _mark_seen(
            sign_in_id=sign_in_id, seen_before=moment - SEEN_EVERY + timedelta(seconds=1), moment=moment
        )


def end_all(session: Session, user_id: int, *, but: str | None = None) -> None:
    """Sign an account out everywhere, or everywhere but where ``but`` is the token."""
    ends = update(SignIn).where(
        SignIn.user_id == user_id, SignIn.token_digest.is_not(None), SignIn.ended_at.is_(None)
    )
    if but is not None:
        ends = ends.where(SignIn.token_digest != digest(but))
    session.execute(ends.values(ended_at=now()))


@use_case
def forget_old(session: Session) -> None:
    """Forget sign-ins of long ago; whoever is still signed in by one has to sign in again."""
    session.execute(delete(SignIn).where(SignIn.at < now() - KEPT))


def row_of(user_id: int, method: SignInMethod, place: Place, *, succeeded: bool) -> SignIn:
    """Somebody has signed in, or tried to, as a row that is still to be added."""
    return SignIn(
        user_id=user_id,
        method=method,
        succeeded=succeeded,
        browser=place.browser[:LONGEST_BROWSER],
        network_address=place.network_address[:LONGEST_NETWORK_ADDRESS],
    )
