"""Who is signed in: a cookie holds a token, and the database says whether that sign-in still goes on."""

import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import g, request, session
from flask_login import current_user
from flask_security import login_user, logout_user

from regapp.clock import now
from regapp.database import db
from regapp.errors import Busy
from regapp.models import User
from regapp.queries.accounts import find_session, lacks_second_factor
from regapp.services.accounts import sign_ins
from regapp.vocabulary import SignInMethod
from regapp.web.signin.browsers import in_words

TOKEN, PROVED_AT = "sign_in", "fs_paa"  # keys of the session; the second is the library's
FRESH = timedelta(minutes=15)


def load_user(key: str) -> User | None:
    """The account of the session, if its sign-in has not ended and the account has the key it had then."""
    token = session.get(TOKEN)
    found = find_session(db.session(), sign_ins.digest(token), now()) if isinstance(token, str) else None
    if found is None:
        return None
    user, sign_in = found
    if not user.active or user.fs_uniquifier != key:
        return None
    g.sign_in = (sign_in.id, sign_in.seen_at)
    return user


def place() -> sign_ins.Place:
    """From where the present request comes."""
    return sign_ins.Place(in_words(request.headers.get("User-Agent", "")), request.remote_addr or "")


def begin(user: User, method: SignInMethod) -> None:
    """Sign ``user`` in; what an earlier visitor left in this browser does not go along."""
    token = sign_ins.begin(user_id=user.id, method=method, place=place())
    session.clear()
    login_user(user, remember=False, authn_via=[str(method)])
    session[TOKEN] = token


def end() -> None:
    """Sign out: the token ends with it, also in copies of the cookie."""
    token = session.get(TOKEN)
    if isinstance(token, str):
        sign_ins.end(token=token)
    logout_user()
    session.clear()


def go_on_as(key: str) -> None:
    """Keep this browser signed in although the account has a new key."""
    session["_user_id"] = key


def present() -> User | None:
    """The account that is signed in."""
    found: Any = current_user
    return found._get_current_object() if found else None  # noqa: SLF001 - the proxy's own way


def token() -> str:
    """The token of this browser's sign-in."""
    return str(session.get(TOKEN, ""))


def sign_in_id() -> int | None:
    """The id of this browser's sign-in."""
    return g.sign_in[0] if present() else None


def proved_lately() -> bool:
    """Whether the visitor has shown within a quarter of an hour who they are."""
    return time.time() - float(session.get(PROVED_AT, 0)) < FRESH.total_seconds()


def proved_now() -> None:
    """The visitor has shown it just now."""
    session[PROVED_AT] = time.time()


def has_to_set_up(user: User) -> bool:
    """Whether an organisation asks for a second factor, and the account has none."""
    if "has_to_set_up" not in g:
        g.has_to_set_up = lacks_second_factor(db.session(), user)
    return bool(g.has_to_set_up)


def note_seen() -> None:
    """Note that the sign-in is in use; a page is not refused because that could not be noted."""
    noted: tuple[int, datetime | None] | None = g.get("sign_in")
    if noted is not None:
        with suppress(Busy):
            sign_ins.note_seen(*noted, now())
