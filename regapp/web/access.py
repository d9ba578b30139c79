"""Who may do what: the rights of the roles, and the decorator that every page of organisers carries.

Where an organisation asks for a second factor, members who have none are led to set one up before all else.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, g
from flask_login import current_user

from regapp.database import db
from regapp.models import Event, Organisation
from regapp.queries.hosts import find_organisation
from regapp.queries.organisers import find_own_event, organisations_of, role_in, ways_to
from regapp.vocabulary import Role
from regapp.web.signin import lacks_second_factor, turned_away
from regapp.web.uploads import let_long_texts_in

View = TypeVar("View", bound=Callable[..., Any])


class Right(StrEnum):
    """What a role may do, with an event or with its organisation."""

    SEE_LIST = "see the list of names and tickets"
    SEE_CONTACTS = "see addresses and answers"
    EXPORT = "take data out"
    CHECK_IN = "check people in"
    MANAGE = "decide who comes, and by which rules"
    ABOVE_QUOTA = "give more places than there are"
    LETTERS = "see letters, and write to people"
    MEMBERS = "say who works for the organisation, and see what they did"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.MANAGER: frozenset(Right) - {Right.MEMBERS},
    Role.DOOR: frozenset({Right.SEE_LIST, Right.CHECK_IN}),
    Role.VIEWER: frozenset({Right.SEE_LIST, Right.SEE_CONTACTS}),
}


def signed_in(view: View) -> View:
    """Let only organisers in; others are led to the sign-in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        away = turned_away()
        return view(*args, **kwargs) if away is None else away

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return cast("View", guarded)


def needs_somewhere(right: Right) -> Callable[[View], View]:
    """Let only those in who have ``right`` in at least one organisation.

    Not signed in: to the sign-in. No such organisation: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            away = turned_away()
            if away is not None:
                return away
            if not organisations_with(right):
                abort(403)
            let_long_texts_in()
            return view(*args, **kwargs)

        guarded.access, guarded.about = right, "anything"  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def manager_somewhere(view: View) -> View:
    """Let only those in who may manage events of some organisation; see ``managed_organisations``."""
    return needs_somewhere(Right.MANAGE)(view)


def needs(right: Right) -> Callable[[View], View]:
    """Let only those in who have ``right`` to the event named by ``slug``; the view gets the event.

    Not signed in: to the sign-in. No membership, not of a co-host either that was granted something: 404, as
    for an event that is not there. A member without the right: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(slug: str, **kwargs: Any) -> Any:
            away = turned_away()
            if away is not None:
                return away
            event = find_own_event(db.session(), user_id(), slug)
            if event is None:
                abort(404)
            if not may(right, event):
                abort(403)
            let_long_texts_in()
            return view(event, **kwargs)

        guarded.access, guarded.about = right, "event"  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def needs_in_organisation(right: Right) -> Callable[[View], View]:
    """Let only those in who have ``right`` in the organisation named by ``slug``; the view gets it.

    Not signed in: to the sign-in. No membership: 404. A member without the right: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(slug: str, **kwargs: Any) -> Any:
            away = turned_away()
            if away is not None:
                return away
            organisation = find_organisation(db.session(), slug)
            role = role_in(db.session(), user_id(), organisation.id) if organisation else None
            if role is None:
                abort(404)
            if right not in RIGHTS[role]:
                abort(403)
            let_long_texts_in()
            return view(organisation, **kwargs)

        guarded.access, guarded.about = right, "organisation"  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def may(right: Right, event: Event | None) -> bool:
    """Whether the visitor has ``right`` to an event; nobody has any to none."""
    user_id = _user_id()  # first, so that headers tell of a session whether there is an event or not
    if user_id is None or lacks_second_factor():
        return False
    return event is not None and right in _rights(user_id, event)


def may_in(right: Right, organisation: Organisation) -> bool:
    """Whether the visitor has ``right`` in an organisation, and so to all of its events."""
    user_id = _user_id()
    role = role_in(db.session(), user_id, organisation.id) if user_id is not None else None
    return role is not None and right in RIGHTS[role]


def managed_organisations() -> list[Organisation]:
    """The organisations whose events the visitor may make and manage, by their slugs."""
    return organisations_with(Right.MANAGE)


def organisations_with(right: Right) -> list[Organisation]:
    """The organisations in which the visitor has ``right``, by their slugs."""
    user_id = _user_id()
    roles = frozenset(role for role, rights in RIGHTS.items() if right in rights)
    return [] if user_id is None else organisations_of(db.session(), user_id, roles)


def user_id() -> int:
    """The id of the account that is signed in."""
    found = _user_id()
    if found is None:
        abort(404)
    return found


def _user_id() -> int | None:
    return current_user.id if current_user else None


def _rights(user_id: int, event: Event) -> frozenset[Right]:
    known: dict[tuple[int, int], frozenset[Right]] = g.setdefault("rights", {})
    key = user_id, event.id
    if key not in known:  # a page asks for several rights
        known[key] = frozenset().union(
            *(
                RIGHTS[role] if at_most is None else RIGHTS[role] & RIGHTS[at_most]
                for role, at_most in ways_to(db.session(), user_id, event)
            )
        )
    return known[key]
