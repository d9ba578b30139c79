"""A host writes to people of an event: the form, the question with the count, and off it goes."""

from collections import Counter
from typing import Any

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp import texts
from regapp.database import db
from regapp.mail import opened
from regapp.models import Event, LocalizedText
from regapp.queries.outbox import pause
from regapp.queries.recipients import count_recipients
from regapp.services.telling import mailings
from regapp.vocabulary import Language, LetterKind, Recipients
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import stale
from regapp.web.organise import organise
from regapp.web.organise.made_up import Message
from regapp.web.organise.pages import done, event_page
from regapp.web.organise.preview import composed
from regapp.web.organise.write_forms import event_languages, message_of, write_form
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext


@organise.get("/events/<slug>/messages/write")
@needs(Right.LETTERS)
def write(event: Event) -> Response:
    """The form for a letter to many."""
    first = {"to": Recipients.ALL.value, "about": True}
    return _page(event, write_form(event, formdata=None, data=first))


@organise.post("/events/<slug>/messages/write")
@needs(Right.LETTERS)
def write_now(event: Event) -> Response:
    """Ask whether it is meant so, with the number of people; at the second time write to them."""
    stands_at(url_for("organise.write", slug=event.slug))
    form = write_form(event)
    if not form.validate():
        return _page(event, form, status=422)
    if form.next.data == "change":
        return _page(event, form)
    message, to = message_of(form), Recipients(form.to.data)
    recipients = count_recipients(db.session(), event, to, is_news=not message.about_registration)
    if not recipients.total():
        form.to.errors = [_("There is nobody to write to.")]
        return _page(event, form, status=409)
    if form.next.data != "send":
        return _question(event, form, message, recipients)
    return _send(event, message, to, recipients.total())


def _send(event: Event, message: Message, to: Recipients, count: int) -> Response:
    address = url_for("organise.messages", slug=event.slug)
    mailings.write_to_people(
        event_id=event.id,
        subject=message.subject,
        text=message.text,
        about_registration=message.about_registration,
        to=to,
        user_id=user_id(),
    )
    return done(
        address,
        ngettext("The letter goes to %(num)s person.", "The letter goes to %(num)s people.", count),
    )


def _question(event: Event, form: FlaskForm, message: Message, recipients: Counter[Language]) -> Response:
    return event_page(
        "organise/write_confirm.html",
        event,
        "messages",
        form=form,
        total=recipients.total(),
        previews=[
            _preview(event, message, reader, recipients[reader])
            for reader in sorted(
                recipients, key=lambda reader: (-recipients[reader], [*Language].index(reader))
            )
        ],
        pause=pause(db.session()),
    )


def _preview(event: Event, message: Message, reader: Language, count: int) -> dict[str, Any]:
    octets = composed(event, LetterKind.MESSAGE, reader, message)
    written_in = LocalizedText(message.text).language_for(reader) or reader
    return {
        "language": reader,
        "name": texts.NAMES[reader],
        "count": count,
        "is_foreign": written_in is not reader,
        "written_in": texts.NAMES[written_in],
        "subject": opened.subject(octets),
        "text": opened.plain(octets),
    }


def _page(event: Event, form: FlaskForm, *, status: int = 200) -> Response:
    everybody = count_recipients(db.session(), event, Recipients.ALL)
    is_open = set(everybody) or {*event.title}
    return event_page(
        "organise/write.html",
        event,
        "messages",
        status=status,
        form=form,
        stale=form.is_submitted() and stale(form),
        offered=[
            (code, texts.NAMES[code], code in is_open or _is_used(form, code))
            for code in event_languages(event)
        ],
    )


def _is_used(form: FlaskForm, code: Language) -> bool:
    fields = form[f"subject_{code}"], form[f"text_{code}"]
    return any(field.data or field.errors for field in fields)
