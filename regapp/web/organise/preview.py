"""Every kind of letter of an event, to be looked at before anybody gets one. Nothing is stored or sent."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as Answer

from regapp import texts
from regapp.mail import opened
from regapp.mail.desk import Desk
from regapp.models import Event
from regapp.vocabulary import TO_HOST, Language, LetterKind
from regapp.web.access import Right, needs
from regapp.web.context import addresses, settings
from regapp.web.framed import around_frame, inside_frame
from regapp.web.organise import organise
from regapp.web.organise.made_up import Message, kinds_for, made_up
from regapp.web.organise.made_up_news import host_kinds_for, made_up_news
from regapp.web.organise.pages import event_page
from regapp.web.reading import language


@organise.get("/events/<slug>/messages/preview")
@needs(Right.LETTERS)
def preview(event: Event) -> Answer:
    """A letter of the kind and in the language that the query string names, to somebody made up."""
    kind, reader = _kind(event), _reader()
    octets = composed(event, kind, reader) if kind else b""
    page = event_page(
        "organise/message_preview.html",
        event,
        "messages",
        kinds=kinds_for(event),
        host_kinds=host_kinds_for(event),
        kind=kind,
        reader=reader,
        readers=texts.NAMES,
        subject=opened.subject(octets),
        text=opened.plain(octets),
    )
    return around_frame(page)


@organise.get("/events/<slug>/messages/preview/html")
@needs(Right.LETTERS)
def preview_html(event: Event) -> Response:
    """Its HTML, for the frame in that page."""
    kind = _kind(event) or abort(404)
    return inside_frame(opened.whole_html(composed(event, kind, _reader())), links_work=False)


def composed(event: Event, kind: LetterKind, reader: Language, message: Message | None = None) -> bytes:
    """The letter as it would be sent to somebody made up; ``message``: what the host's own one says."""
    if kind in TO_HOST:
        return desk().compose(*made_up_news(event, kind, reader)).as_bytes()
    return desk().compose(*made_up(event, kind, reader, message)).as_bytes()


def desk() -> Desk:
    """Where letters that are only looked at are written."""
    return Desk(addresses(), settings().public_host, settings().mail.sender)


def _kind(event: Event) -> LetterKind | None:
    kinds = kinds_for(event) + host_kinds_for(event)
    asked = request.args.get("kind", "")
    return next((kind for kind in kinds if kind == asked), kinds[0] if kinds else None)


def _reader() -> Language:
    # Not `lang`: that is the language of our own pages, which the organiser goes on reading in theirs.
    asked = request.args.get("language", "")
    return Language(asked) if asked in set(Language) else language()
