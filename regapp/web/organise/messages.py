"""What was and will be sent to the people of an event, and what is done about letters that failed."""

from functools import partial
from typing import Any

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound, NotPossible
from regapp.models import Event, Mailing
from regapp.queries.messages import find_message, list_messages
from regapp.queries.outbox import (
    FATES,
    Fate,
    LetterFilter,
    count_letters,
    count_undelivered,
    list_letters,
    mailings_so_far,
    pause,
    planned_mailings,
)
from regapp.services.outgoing import resending
from regapp.vocabulary import LetterKind, LetterState
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import clean_line
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.message_states import fate_words, state_of, subject_words
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

LONGEST_SEARCH = 100


@organise.get("/events/<slug>/messages")
@needs(Right.LETTERS)
def messages(event: Event) -> Response:
    """The letters of an event: a page of those there are, and what is planned."""
    return _page(event)


@organise.post("/events/<slug>/messages/<int:letter_id>/resend")
@needs(Right.LETTERS)
def resend(event: Event, letter_id: int) -> Response:
    """Try a letter again that failed or came back."""
    if refused := _refused(event):
        return refused
    try:
        resending.resend(event_id=event.id, letter_id=min(letter_id, LONGEST_NUMBER), user_id=user_id())
    except NotFound:
        abort(404)
    except NotPossible:
        return _page(event, status=409, problem=_("This letter is being sent already."))
    return done(_address(event), _("The letter is sent again."))


@organise.post("/events/<slug>/messages/resend")
@needs(Right.LETTERS)
def resend_all(event: Event) -> Response:
    """Try all of them again."""
    if refused := _refused(event):
        return refused
    count = resending.resend_all_failed(event_id=event.id, user_id=user_id())
    told = ngettext("%(num)s letter is sent again.", "%(num)s letters are sent again.", count)
    return done(_address(event), told if count else _("No letter has to be sent again."))


def _refused(event: Event) -> Response | None:
    """The page once more, if the POST did not come from it."""
    stands_at(url_for("organise.messages", slug=event.slug))
    return None if PlainForm().validate() else _page(event, status=422, stale=True)


def _page(event: Event, *, status: int = 200, **context: Any) -> Response:
    session, moment = db.session(), now()
    number = _place("message")
    of_message = find_message(session, event.id, number) if number is not None else None
    wanted = _wanted(of_message)
    planned = planned_mailings(session, event.id)
    return event_page(
        "organise/messages.html",
        event,
        "messages",
        status=status,
        wanted=wanted,
        page=list_letters(session, event.id, wanted, before=_place("before"), after=_place("after")),
        counts=count_letters(session, event.id, wanted),
        undelivered=count_undelivered(session, event.id),
        planned=[mailing for mailing in planned if mailing.due_at > moment],
        settling=[mailing for mailing in planned if mailing.due_at <= moment],
        mailings=mailings_so_far(session, event.id),
        written=list_messages(session, event.id, before=_place("written")),
        of_message=of_message,
        state_of=state_of,
        pause=pause(session),
        kinds=list(LetterKind),
        fates=fate_words(),
        subject_of=partial(subject_words, event),
        selection=_selection(),
        **context,
    )


def _wanted(of_message: Mailing | None) -> LetterFilter:
    kind = request.args.get("kind", "")
    return LetterFilter(
        q=_typed("q"),
        fate=_fate(request.args.get("state", "")),
        kind=LetterKind(kind) if kind in set(LetterKind) else None,
        mailing=of_message.id if of_message else None,
    )


def _fate(state: str) -> Fate | None:
    """What a filter asks for; a letter's own state will do as well."""
    if state in set(LetterState):
        return FATES[LetterState(state)]
    return Fate(state) if state in set(Fate) else None


def _place(name: str) -> int | None:
    typed = request.args.get(name, "")
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > len(str(LONGEST_NUMBER)):
        return None
    return min(int(typed), LONGEST_NUMBER)


def _selection() -> dict[str, str]:
    names = ("q", "state", "kind", "message", "before", "after")
    return {name: text for name in names if (text := _typed(name))}


def _typed(name: str) -> str:
    # No database has a NUL in a text, and PostgreSQL refuses to look for one.
    return clean_line(request.args.get(name, "").replace("\0", ""))[:LONGEST_SEARCH]


def _address(event: Event) -> str:
    selected: dict[str, Any] = _selection()
    return url_for("organise.messages", slug=event.slug, **selected)
