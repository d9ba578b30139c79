"""What is the same for everybody: kept in this process, and validated by one small query.

An event is read and its pages are rendered anew when a place or a text of it changed, or a deadline passed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Any

from flask import abort, current_app, request
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import db
from regapp.models import Event
from regapp.queries.events import find_event, public_state
from regapp.queries.places import FEW, is_scarce
from regapp.vocabulary import PlacesShown
from regapp.web.public import public
from regapp.web.public.phase import turns
from regapp.web.reading import CHOICES, reading

State = tuple[tuple[Any, ...], ...]  # rows of public_state
Sight = Callable[[State], Hashable]  # what of a state a kept thing depends on

MOST_KEPT = 512  # events or pages, at some 30 kB each


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page. ``until`` is the instant (UTC) from which time alone makes it say something else."""

    body: bytes
    etag: str
    until: datetime | None


class _Shelf:
    """The things asked for last, in this process."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
            return thing

    def keep(self, key: Hashable, thing: object) -> None:
        with self._lock:
            self._things[key] = thing
            while len(self._things) > MOST_KEPT:
                self._things.popitem(last=False)


public.record(lambda setup: setup.app.extensions.setdefault("kept", _Shelf()))


def kept_event(slug: str) -> Event:
    """The event with everything its pages show, to be read only. Answers 404 where there is none."""
    return _kept_event(slug, _state(slug), _exactly)


def kept_texts(slug: str) -> Event:
    """The same, but how many places are taken may be of a while ago: for whoever reads only the rest."""
    return _kept_event(slug, _state(slug), _texts_alone)


def kept_page(
    slug: str, kind: str, render: Callable[[Event], str], *, only_few_counted: bool = False
) -> Page:
    """The ``kind`` of page of an event, as everybody gets it who reads like the present visitor.

    With ``only_few_counted`` the page says how many places are left only where they are few, so that it is
    not rendered anew for each of thousands. Answers 404 where there is no such event.
    """
    see, state = _few if only_few_counted else _as_shown, _state(slug)
    # Links in the page carry its other parameters on; such a page is nobody else's.
    is_plain = all(value in CHOICES.get(key, ()) for key, value in request.args.items(multi=True))
    key = (kind, slug, see(state), reading())
    page: Page | None = _shelf().get(key) if is_plain else None
    if page is None or (page.until is not None and page.until <= now()):
        event = _kept_event(slug, state, _exactly)
        page = _page(render(event), event)
        if is_plain:
            _keep(key, page, slug, state, see)
    return page


def _kept_event(slug: str, state: State, see: Sight) -> Event:
    key = ("event", slug, see(state))
    event: Event | None = _shelf().get(key)
    if event is None:
        with Session(db.engine) as session:
            event = find_event(session, slug)
        if event is None:
            abort(404)
        _keep(key, event, slug, state, see)
    return event


def _keep(key: Hashable, thing: object, slug: str, state: State, see: Sight) -> None:
    # A change since the state was read would be kept under the state before it.
    if see(public_state(slug=slug)) == see(state):
        _shelf().keep(key, thing)


def _state(slug: str) -> State:
    state = public_state(slug=slug)
    if not state:
        abort(404)
    return state


def _exactly(state: State) -> Hashable:
    return state


def _as_shown(state: State) -> Hashable:
    """The state with as much of how many are left as the page tells."""
    return _seen(state, lambda left: left)


def _few(state: State) -> Hashable:
    """The same without how many are left where they are more than a few."""
    return _seen(state, lambda left: min(left, FEW + 1))


def _seen(state: State, counted: Callable[[int], int]) -> Hashable:
    return tuple(
        (revision, status, quota, quota and _told(PlacesShown(shown), capacity, taken, counted), turn)
        for revision, status, shown, quota, capacity, taken, turn in state
    )


def _told(shown: PlacesShown, capacity: int, taken: int, counted: Callable[[int], int]) -> Hashable:
    left = max(capacity - taken, 0)
    match shown:
        case PlacesShown.HIDDEN:
            return left > 0
        case PlacesShown.FEW:
            return left > 0, is_scarce(left, capacity)
    return capacity, counted(left)


def _texts_alone(state: State) -> Hashable:
    return state[0][:2] if state else ()  # revision and status, the same in each row


def _shelf() -> _Shelf:
    shelf: _Shelf = current_app.extensions["kept"]
    return shelf


def _page(text: str, event: Event) -> Page:
    body, moment = text.encode(), now()
    until = min((instant for instant in turns(event) if instant > moment), default=None)
    return Page(body, f'"{sha256(body).hexdigest()[:32]}"', until)
