"""One of several things of an event, each with a page of its own: found, put in order, taken away."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import abort, request
from werkzeug.wrappers import Response

from regapp.database import TRIES
from regapp.errors import Busy, EditedMeanwhile
from regapp.models import Event
from regapp.web.fields import stale as is_stale
from regapp.web.forms import PlainForm
from regapp.web.organise.edit.section import Section, SectionForm, read_again
from regapp.web.organise.pages import done
from regapp.web.translations import gettext as _
from regapp.web.versions import seen

Thing = TypeVar("Thing")


def find(things: Sequence[Thing], number: int) -> Thing:
    """The thing with this id; answers 404 where there is none."""
    found = next((one for one in things if one.id == number), None)  # type: ignore[attr-defined]
    return abort(404) if found is None else found


def put(
    act: Callable[[bool], None], address: str, again: Callable[[int, str], Response] | None = None
) -> Response:
    """Move a thing up or down, as a button of its list asked; lead back to the list.

    ``again`` shows the list, with a status and why nothing was done; without it there is a page of errors.
    """
    if not PlainForm().validate():
        return (
            abort(422)
            if again is None
            else again(422, _("The page was open for too long. Nothing was changed."))
        )
    act(request.form.get("direction") == "up")
    return done(address, _("The order is changed."))


def take_away(
    section: Section,
    event: Event,
    act: Callable[[int], str],
    address: str,
    said: str,
    **context: Any,
) -> Response:
    """Take a thing away as its page shows it; lead to ``address``, where ``said`` is said.

    ``act`` gets the revision, and answers with why it cannot be done, or with nothing. What somebody else has
    changed meanwhile is shown first.
    """
    form = SectionForm()
    if not form.validate():
        return _again(section, event, 422, "", stale_page=is_stale(form), **context)
    for _attempt in range(TRIES):
        if form.seen.data and form.seen.data != seen(section.stored(event)):
            changed = _("Somebody else has changed this meanwhile. Look at it, then take it away.")
            return _again(section, event, 409, changed, **context)
        try:
            problem = act(event.revision)
        except EditedMeanwhile:
            event = read_again(event)
            continue
        return _again(section, event, 409, problem, **context) if problem else done(address, said)
    raise Busy


def _again(
    section: Section, event: Event, status: int, problem: str, *, stale_page: bool = False, **context: Any
) -> Response:
    stored = section.stored(event)
    form = section.make(event, formdata=None, data={**stored, "seen": seen(stored)})
    if stale_page:
        problem = _("The page was open for too long. Nothing was changed.")
    return section.again(event, form, status=status, problem=problem, **context)
