"""Where signing in leads: on within this site, or to its second step first."""

import re
import time

from flask import g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.models import User
from regapp.web.signin import sessions

HOME = "/organise/"
SET_UP = "/account/second-factor"
# A path and nothing else: browsers read "//host" and "/\host" as another site, and pass over tabs and breaks.
OWN_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")
HALFWAY, HALFWAY_LASTS = "second_step", 600  # key of the session; seconds


def to_sign_in() -> Response:
    """Lead someone who is not signed in to the sign-in page, and back afterwards."""
    target = request.full_path.rstrip("?") if request.method == "GET" else HOME
    return redirect(url_for("signin.login", next=target))


def turned_away() -> Response | None:
    """Where a visitor of organisers' pages has to go first, if they may not enter.

    It is also noted that the sign-in is in use.
    """
    user = sessions.present()
    if user is None:
        return to_sign_in()
    sessions.note_seen()
    return redirect(SET_UP) if sessions.has_to_set_up(user) else None


def lacks_second_factor() -> bool:
    """Whether the visitor has to set up a second factor first, and has until then none of a host's rights."""
    user = sessions.present()
    return user is not None and sessions.has_to_set_up(user)


def after() -> str:
    """The path of ours that the visitor wanted, or their events."""
    target = request.args.get("next", "")
    return target if OWN_PATH.fullmatch(target) else HOME


def to_second_step(user: User) -> Response:
    """The password was right; the page that asks for the rest."""
    key, target = user.fs_uniquifier, after()
    session.clear()
    session[HALFWAY] = [user.id, key, int(time.time())]
    return redirect(url_for("signin.second_step", next=target), 303)


def halfway() -> User | None:
    """Whose password was right in this browser, some minutes ago at most."""
    if "halfway" not in g:
        user_id, key, began_at = session.get(HALFWAY, (None, "", 0))
        user = db.session.get(User, user_id) if user_id else None
        holds = user is not None and user.active and user.fs_uniquifier == key
        g.halfway = user if holds and time.time() - began_at < HALFWAY_LASTS else None
    found: User | None = g.halfway
    return found
