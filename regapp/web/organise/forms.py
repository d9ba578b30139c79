"""Fields that several of the organisers' forms have."""

from collections.abc import Collection
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from regapp import texts
from regapp.models import Event, TicketType, emails
from regapp.vocabulary import Language
from regapp.web.fields import LONGEST_NAME, Address, AtMost, Filled, OneOf, clean, clean_line
from regapp.web.formats import read
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

LONGEST_MESSAGE = 2000


def message_field() -> TextAreaField:
    """What the host says to the participant in the letter."""
    return TextAreaField(
        _("Message to the participant"),
        description=_("It stands in the letter."),
        filters=[clean],
        validators=[AtMost(LONGEST_MESSAGE)],
        render_kw={"rows": 3},
    )


def name_field() -> StringField:
    """The name of somebody else."""
    return StringField(
        _("Name"),
        filters=[clean_line],
        validators=[Filled(_("Write the name as it should stand on the list.")), AtMost(LONGEST_NAME)],
        render_kw={"autocomplete": "off"},
    )


def email_field(description: str = "", *, optional: bool = False) -> StringField:
    """The address that somebody else's letters go to; ``optional``: they may have none."""
    needed = Optional() if optional else Filled(_("Write the address that letters go to."))
    return StringField(
        _("E-mail address"),
        description=description,
        filters=[clean_line],
        validators=[needed, AtMost(emails.LONGEST), Address()],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )


def ticket_field(
    event: Event, label: str, *, unchosen: str = "", without: Collection[int] = ()
) -> SelectField:
    """One of the event's ticket types, but for those of the ids ``without``; each says what is left of it.

    ``unchosen`` stands first and has to be replaced by a choice.
    """
    return SelectField(
        label,
        choices=[
            *([SelectChoice("", unchosen)] if unchosen else []),
            *(
                SelectChoice(one.key, f"{read(one.name)} ({_left_words(one)})")
                for one in event.ticket_types
                if one.id not in without
            ),
        ],
        validators=[Filled(_("Choose a ticket.")), OneOf()],
        validate_choice=False,
    )


def above_field() -> BooleanField:
    """That a place is to be given although none is left."""
    return BooleanField(
        _("Above the quota"),
        description=_(
            "Only if all places are taken: there will be more people than places. It is written down."
        ),
    )


def language_field() -> SelectField:
    """The language in which somebody is written to."""
    return SelectField(
        _("Language of letters"),
        choices=[SelectChoice(str(key), name) for key, name in texts.NAMES.items()],
        validators=[Filled(_("Choose a language.")), OneOf()],
        validate_choice=False,
    )


def chosen_language(form: FlaskForm) -> Language:
    """The language that a valid form names."""
    return Language(form.language.data)


def is_full(event: Event) -> bool:
    """Whether some ticket type of the event has no place left."""
    return any(_left(ticket_type) == 0 for ticket_type in event.ticket_types)


def tell_apart(form: FlaskForm, name: str) -> FlaskForm:
    """The same form with ids of its own, for a page that has several of its kind."""
    for field in form:
        field.id = field.label.field_id = f"{field.id}-{name}"
    return form


def made(base: type[FlaskForm], fields: dict[str, Any], **options: Any) -> FlaskForm:
    """A form of these fields: what the choices are depends on the event and the visitor's language."""
    return type(base.__name__, (base,), fields)(**options)


def _left(ticket_type: TicketType) -> int | None:
    return min((quota.left for quota in ticket_type.quotas), default=None)


def _left_words(ticket_type: TicketType) -> str:
    left = _left(ticket_type)
    if left is None:
        return _("no limit")
    return ngettext("%(num)s left", "%(num)s left", left) if left else _("full")
