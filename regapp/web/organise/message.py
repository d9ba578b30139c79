"""A message's page: as its readers get it and to how many; and when it was sent, what became of it."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from regapp import texts
from regapp.database import db
from regapp.documents.message_fields import shown_html
from regapp.errors import EditedMeanwhile, NotFound, NotPossible, Over, TooManyLetters
from regapp.models import Event, LocalizedText, Mailing
from regapp.queries.audience import Audience
from regapp.queries.messages import find_message
from regapp.queries.outbox import pause, progress_of
from regapp.queries.recipients import (
    Reader,
    count_audience,
    count_without_address,
    find_reader,
    some_readers,
)
from regapp.services.telling import messages
from regapp.vocabulary import EventStatus, Language
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import clean_line, stale
from regapp.web.forms import PlainForm
from regapp.web.framed import around_frame, inside_frame
from regapp.web.organise import organise
from regapp.web.organise.chosen_readers import logged, recipients_words
from regapp.web.organise.message_reading import reading
from regapp.web.organise.message_states import fate_words, state_of, subject_words
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.organise.send_form import send_form
from regapp.web.reading import language, stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

LONGEST_SEARCH = 100


@organise.get("/events/<slug>/messages/written/<int:number>")
@needs(Right.LETTERS)
def message(event: Event, number: int) -> Answer:
    """A draft with its preview and the form that sends it; or a message that was sent, and to how many."""
    return _page(event, _message(event, number))


@organise.get("/events/<slug>/messages/written/<int:number>/html")
@needs(Right.LETTERS)
def message_html(event: Event, number: int) -> Response:
    """The letter's HTML, for the frame in that page."""
    mailing = _message(event, number)
    shown = reading(event, mailing, _reader(event, mailing), language())
    return inside_frame(shown.html, links_work=False)


@organise.post("/events/<slug>/messages/written/<int:number>/send")
@needs(Right.LETTERS)
def send_message(event: Event, number: int) -> Answer:
    """Send a draft, now or later."""
    mailing, form = _message(event, number), send_form(event)
    stands_at(_address(event, mailing))
    if not form.validate():
        return _page(event, mailing, form, status=422)
    count = count_audience(db.session(), event, Audience.of(mailing.facts)).total()
    if mailing.is_draft and not count and not form.due_at:
        return _page(event, mailing, form, status=409, problem=_("There is nobody to write to."))
    try:
        messages.send(
            event_id=event.id,
            mailing_id=mailing.id,
            seen=form.seen.data or "",
            due_at=form.due_at,
            user_id=user_id(),
            chosen=logged(event, mailing.facts),
        )
    except (EditedMeanwhile, NotPossible, Over) as error:
        changed = isinstance(error, EditedMeanwhile)
        problem = _("The message was changed meanwhile. Look at it again, then send it.")
        again = problem if changed else _("It can no longer go at that time. Choose another one.")
        return _page(event, _message(event, number), status=409, problem=again)
    told = ngettext("The letter goes to %(num)s person.", "The letter goes to %(num)s people.", count)
    return done(_address(event, mailing), _("The letter is planned.") if form.due_at else told)


@organise.post("/events/<slug>/messages/written/<int:number>/stop")
@needs(Right.LETTERS)
def stop_message(event: Event, number: int) -> Answer:
    """Send no more of it."""
    mailing = _message(event, number)
    if refused := _refused(event, mailing):
        return refused
    try:
        is_draft = messages.stop(event_id=event.id, mailing_id=mailing.id, user_id=user_id())
    except NotPossible:
        return _page(event, mailing, status=409, problem=_("All letters have gone out already."))
    told = _("Nobody has had a letter of it. It is a draft again.")
    return done(_address(event, mailing), told if is_draft else _("Stopped. The other letters stay here."))


@organise.post("/events/<slug>/messages/written/<int:number>/on")
@needs(Right.LETTERS)
def send_message_on(event: Event, number: int) -> Answer:
    """Send it to those who are meant by now and have had no letter of it."""
    mailing = _message(event, number)
    if refused := _refused(event, mailing):
        return refused
    count = _left(event, mailing)
    if not count:
        problem = _("Everybody whom you meant has had it.")
        return _page(event, mailing, status=409, problem=problem)
    try:
        messages.send_on(
            event_id=event.id, mailing_id=mailing.id, user_id=user_id(), chosen=logged(event, mailing.facts)
        )
    except (NotPossible, Over):
        problem = _("The event is cancelled: this message goes to nobody any more.")
        return _page(event, mailing, status=409, problem=problem)
    told = ngettext("The letter goes to %(num)s person.", "The letter goes to %(num)s people.", count)
    return done(_address(event, mailing), told)


@organise.post("/events/<slug>/messages/written/<int:number>/discard")
@needs(Right.LETTERS)
def discard_message(event: Event, number: int) -> Answer:
    """Throw a draft away."""
    mailing = _message(event, number)
    if refused := _refused(event, mailing):
        return refused
    try:
        messages.discard(event_id=event.id, mailing_id=mailing.id)
    except (NotFound, NotPossible):
        abort(409)
    return done(url_for("organise.messages", slug=event.slug), _("The draft is gone."))


@organise.post("/events/<slug>/messages/written/<int:number>/test")
@needs(Right.LETTERS)
def test_message(event: Event, number: int) -> Answer:
    """Send it to the visitor alone, as the reader in the address gets it."""
    mailing = _message(event, number)
    if refused := _refused(event, mailing):
        return refused
    reader = _reader(event, mailing)
    reads = reader.language if reader else language()
    try:
        address = messages.send_test(
            event_id=event.id, mailing_id=mailing.id, language=reads, user_id=user_id()
        )
    except TooManyLetters:
        problem = _("You have had several tests within an hour. Wait a while for the next one.")
        return _page(event, mailing, status=409, problem=problem)
    back = _address(event, mailing, reader)
    return done(back, _("A test is on its way to %(address)s.", address=address))


def _message(event: Event, number: int) -> Mailing:
    return find_message(db.session(), event.id, min(number, LONGEST_NUMBER)) or abort(404)


def _address(event: Event, mailing: Mailing, reader: Reader | None = None) -> str:
    return url_for(
        "organise.message", slug=event.slug, number=mailing.id, reader=reader.ref if reader else None
    )


def _refused(event: Event, mailing: Mailing) -> Answer | None:
    """The page once more, if the POST did not come from it."""
    stands_at(_address(event, mailing))
    return None if PlainForm().validate() else _page(event, mailing, status=422, stale=True)


def _reader(event: Event, mailing: Mailing) -> Reader | None:
    asked = request.args.get("reader", "")
    return find_reader(db.session(), event, Audience.of(mailing.facts), asked) if asked else None


def _left(event: Event, mailing: Mailing) -> int:
    """How many are meant by now and have had no letter of it."""
    facts = messages.with_newcomers(db.session(), mailing)
    return count_audience(db.session(), event, Audience.of(facts, not_yet=mailing.id)).total()


def _page(
    event: Event, mailing: Mailing, form: FlaskForm | None = None, *, status: int = 200, **context: Any
) -> Answer:
    session = db.session()
    [progress] = progress_of(session, [mailing])
    state = state_of(progress)
    page = event_page(
        "organise/message.html",
        event,
        "messages",
        status=status,
        mailing=mailing,
        progress=progress,
        message_state=state,
        to=recipients_words(mailing.facts),
        fates=fate_words(),
        pause=pause(session),
        is_off=event.status is EventStatus.CANCELLED,
        **(
            _draft_context(event, mailing, form) if mailing.is_draft else _kept_context(event, mailing, state)
        ),
        **{"stale": form is not None and form.is_submitted() and stale(form), **context},
    )
    return around_frame(page)


def _draft_context(event: Event, mailing: Mailing, form: FlaskForm | None) -> dict[str, Any]:
    session, audience = db.session(), Audience.of(mailing.facts)
    counts = count_audience(session, event, audience)
    q = clean_line(request.args.get("q", "").replace("\0", ""))[:LONGEST_SEARCH]
    readers = some_readers(session, event, audience, q=q)
    reader = _reader(event, mailing) or next(iter(readers), None)
    order = [*Language]
    return {
        "title": subject_words(event, mailing, reader.name if reader else ""),
        "form": form or send_form(event, formdata=None, data={"seen": messages.digest(mailing.facts)}),
        "total": counts.total(),
        "without_address": count_without_address(session, event, audience),
        "by_language": [
            _in_language(mailing, one, counts[one])
            for one in sorted(counts, key=lambda one: (-counts[one], order.index(one)))
        ],
        "q": q,
        "readers": _by_language(readers if reader is None or reader in readers else [reader, *readers]),
        "reader": reader,
        "nobody_found": bool(q) and not readers,
        "shown": reading(event, mailing, reader, reader.language if reader else language()),
    }


def _by_language(readers: Sequence[Reader]) -> list[tuple[str, list[Reader]]]:
    """Those of each language together, under its name."""
    together: dict[Language, list[Reader]] = {}
    for one in readers:
        together.setdefault(one.language, []).append(one)
    return [(texts.NAMES[code], found) for code, found in together.items()]


def _in_language(mailing: Mailing, reads: Language, count: int) -> dict[str, Any]:
    written_in = LocalizedText(mailing.facts["text"]).language_for(reads) or reads
    return {
        "name": texts.NAMES[reads],
        "count": count,
        "foreign": texts.NAMES[written_in] if written_in is not reads else "",
    }


def _kept_context(event: Event, mailing: Mailing, state: str) -> dict[str, Any]:
    may_go_on = mailing.settled_at is not None and event.status is not EventStatus.CANCELLED
    readers = some_readers(db.session(), event, Audience.of(mailing.facts)) if state == "planned" else []
    return {
        "title": subject_words(event, mailing, readers[0].name if readers else ""),
        "words": [
            (
                code,
                texts.NAMES[code],
                mailing.facts["subject"][code],
                shown_html(mailing.facts["text"][code], url_for("public.event", slug=event.slug)),
            )
            for code in Language
            if code in mailing.facts["text"]
        ],
        "left": _left(event, mailing) if may_go_on else 0,
        "meant": count_audience(db.session(), event, Audience.of(mailing.facts)).total()
        if state == "planned"
        else 0,
    }
