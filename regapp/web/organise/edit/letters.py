"""The host's own paragraph in each kind of letter."""

from typing import Any

from flask import abort
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.services.events import letter_words
from regapp.vocabulary import LetterKind
from regapp.web.access import Right, needs, user_id
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.previewing import saved_or_shown
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.organise.made_up import kinds_for
from regapp.web.organise.pages import event_page
from regapp.web.translations import gettext as _

# Letters that tell people of their registration; in others a host writes for the occasion, or nobody reads.
KINDS = (
    LetterKind.CONFIRMATION,
    LetterKind.WAITING_LIST,
    LetterKind.PLACE,
    LetterKind.PENDING,
    LetterKind.PROVE_REGISTRATION,
    LetterKind.OFFER,
    LetterKind.REJECTION,
    LetterKind.CANCELLATION,
    LetterKind.TICKET,
    LetterKind.INVITATION,
    LetterKind.MEETING,
    LetterKind.REMINDER,
)
LONGEST_WORDS = 3000


@organise.get("/events/<slug>/edit/letters")
@needs(Right.MANAGE)
def edit_letters(event: Event) -> Response:
    """The kinds of letters, and in which a paragraph stands."""
    return event_page("organise/edit/letters.html", event, "edit", kinds=_kinds(event))


@organise.get("/events/<slug>/edit/letters/<kind>")
@needs(Right.MANAGE)
def edit_letter(event: Event, kind: str) -> Response:
    """The form with the paragraph in letters of a kind."""
    known = _kind(event, kind)
    return _section(known).show(event, kind=known)


@organise.post("/events/<slug>/edit/letters/<kind>")
@needs(Right.MANAGE)
def save_letter(event: Event, kind: str) -> Response:
    """Save it."""
    known = _kind(event, kind)
    return saved_or_shown(_section(known), event, "words", kind=known)


def _kinds(event: Event) -> list[LetterKind]:
    possible = kinds_for(event)
    return [kind for kind in KINDS if kind in possible or kind in event.letter_words]


def _kind(event: Event, asked: str) -> LetterKind:
    return next((kind for kind in _kinds(event) if kind == asked), None) or abort(404)


def _section(kind: LetterKind) -> Section:
    def stored(event: Event) -> Values:
        return {"words": event.letter_words.get(kind, {})}

    def save(event: Event, form: FlaskForm, revision: int) -> bool:
        words = form.words.data
        letter_words.write(event_id=event.id, revision=revision, kind=kind, words=words, user_id=user_id())
        return True

    template, values = "organise/edit/letter.html", {"kind": str(kind)}
    return Section("organise.edit_letter", template, _form, stored, save, values=values)


def _form(_event: Event, **options: Any) -> FlaskForm:
    words = LocalizedField(
        _("Your own paragraph"),
        description=_(
            "It stands below what we write, under the name of your organisation. Leave it empty if there is"
            " nothing to add. **bold**, *italic*, - lists, [text](address)."
        ),
        longest=LONGEST_WORDS,
        rows=6,
    )
    return made(SectionForm, {"words": words}, **options)
