"""Who may do what: the rights of the roles, and the decorator that every page of organisers carries."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, g
from flask_login import current_user

from regapp.database import db
from regapp.queries.organisers import find_own_event, role_in
from regapp.vocabulary import Role
from regapp.web.signin import to_sign_in

View = TypeVar("View", bound=Callable[..., Any])


class Right(StrEnum):
    """What a role may do with an event."""

    SEE_LIST = "see the list of names and tickets"
    SEE_CONTACTS = "see addresses and answers"
    EXPORT = "take data out"
    CHECK_IN = "check people in"
    MANAGE = "decide who comes, and by which rules"
    ABOVE_QUOTA = "give more places than there are"
    LETTERS = "see letters, and write to people"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.MANAGER: frozenset(Right),
    Role.DOOR: frozenset({Right.SEE_LIST, Right.CHECK_IN}),
    Role.VIEWER: frozenset({Right.SEE_LIST, Right.SEE_CONTACTS}),
}


def signed_in(view: View) -> View:
    """Let only organisers in; others are led to the sign-in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if _user_id() is not None else to_sign_in()

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return cast("View", guarded)


def needs(right: Right) -> Callable[[View], View]:
    """Let only those in who have ``right`` to the event named by ``slug``; the view gets the event.

    Not signed in: to the sign-in. No membership: 404, as for an event that is not there. A member without
    the right: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(slug: str, **kwargs: Any) -> Any:
            user_id = _user_id()
            if user_id is None:
                return to_sign_in()
            event = find_own_event(db.session(), user_id, slug)
            if event is None:
                abort(404)
            if not may(right, event.organisation_id):
                abort(403)
            return view(event, **kwargs)

        guarded.access = right  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def may(right: Right, organisation_id: int) -> bool:
    """Whether the visitor has ``right`` in an organisation."""
    user_id = _user_id()
    role = _role(user_id, organisation_id) if user_id is not None else None
    return role is not None and right in RIGHTS[role]


def user_id() -> int:
    """The id of the account that is signed in."""
    found = _user_id()
    if found is None:
        abort(404)
    return found


def _user_id() -> int | None:
    return current_user.id if current_user else None


def _role(user_id: int, organisation_id: int) -> Role | None:
    known: dict[tuple[int, int], Role | None] = g.setdefault("roles", {})
    key = user_id, organisation_id
    if key not in known:  # a page asks for several rights
        known[key] = role_in(db.session(), *key)
    return known[key]
