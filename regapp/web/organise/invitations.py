"""Codes that open a ticket, and the people they are for."""

import re
from typing import Any

from flask import request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from regapp import texts
from regapp.clock import now
from regapp.database import db
from regapp.errors import NotPossible
from regapp.models import Event, emails
from regapp.models.invitation import plain_code
from regapp.queries.invitations import list_invitations
from regapp.services.allocation import invitations as service
from regapp.web.access import Right, needs, user_id
from regapp.web.fields import AtMost, Filled, OneOf, WallClock, WholeNumber, clean, clean_line, stale
from regapp.web.formats import read
from regapp.web.forms import PlainForm, PostedForm
from regapp.web.organise import organise
from regapp.web.organise.forms import chosen_language, language_field, made, tell_apart
from regapp.web.organise.pages import LONGEST_NUMBER, done, event_page
from regapp.web.reading import language, stands_at
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

LONGEST_CODE = 40
MOST_USES = 100_000
MOST_ADDRESSES = 2_000
MOST_WRONG = 10  # lines that are named in one answer
NAMED = re.compile(r"[^<>]*<([^<>]*)>")  # a name, and its address in brackets


@organise.get("/events/<slug>/invitations")
@needs(Right.MANAGE)
def invitations(event: Event) -> Response:
    """The codes of an event, and the forms for new ones."""
    return _page(event)


@organise.post("/events/<slug>/invitations/code")
@needs(Right.MANAGE)
def invite(event: Event) -> Response:
    """Make a code that anybody may use, for a number of people."""
    stands_at(_address(event))
    form = _code_form(event)
    if not form.validate():
        return _page(event, status=422, code=form)
    try:
        code = service.invite(
            event_id=event.id,
            ticket=form.ticket.data,
            user_id=user_id(),
            code=form.code.data,
            uses=form.uses.data,
            expires=form.expires.data,
        )
    except NotPossible:
        form.code.errors = [_("This event has that code already. Choose another word.")]
        return _page(event, status=409, code=form)
    return done(_address(event), _("The code is made: %(code)s", code=texts.code_groups(code)))


@organise.post("/events/<slug>/invitations/addresses")
@needs(Right.MANAGE)
def invite_addresses(event: Event) -> Response:
    """Make each address of a list a code of its own."""
    stands_at(_address(event))
    form = _list_form(event)
    if not form.validate():
        return _page(event, status=422, people=form)
    count = service.invite_addresses(
        event_id=event.id,
        ticket=form.ticket.data,
        addresses=addresses_in(form.addresses.data),
        language=chosen_language(form),
        user_id=user_id(),
        expires=form.expires.data,
        send_letters=form.letters.data,
    )
    told = ngettext("%(num)s person is invited.", "%(num)s people are invited.", count)
    return done(_address(event), told if count else _("All of these people are invited already."))


@organise.post("/events/<slug>/invitations/<int:invitation_id>/withdraw")
@needs(Right.MANAGE)
def withdraw_invitation(event: Event, invitation_id: int) -> Response:
    """End an invitation."""
    stands_at(_address(event))
    form = PlainForm()
    if not form.validate():
        return _page(event, status=422, withdrawal=form)
    service.withdraw(event_id=event.id, invitation_id=min(invitation_id, LONGEST_NUMBER), user_id=user_id())
    return done(_address(event), _("The invitation is withdrawn. Who came by it stays."))


def addresses_in(text: str) -> list[str]:
    """The addresses of a list, one a line or with commas or semicolons between."""
    return [address for _, address in _numbered(text)]


class EachAnAddress:
    """Each part of a list is an address; those that are none are named with their lines."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Stop at a list with anything wrong in it: nothing is done by halves."""
        found = _numbered(field.data)
        if len(found) > MOST_ADDRESSES:
            raise StopValidation(
                _(
                    "These are %(count)s addresses. Send %(most)s at most at once.",
                    count=len(found),
                    most=MOST_ADDRESSES,
                )
            )
        wrong = [(line, text) for line, text in found if not _is_address(text)]
        if wrong:
            field.errors = [
                _("Line %(line)s: “%(found)s” is no e-mail address.", line=line, found=text[:80])
                for line, text in wrong[:MOST_WRONG]
            ]
            if len(wrong) > MOST_WRONG:
                more = len(wrong) - MOST_WRONG
                field.errors.append(ngettext("And %(num)s more.", "And %(num)s more.", more))
            raise StopValidation


def _numbered(text: str) -> list[tuple[int, str]]:
    """The parts of a list with the numbers of their lines."""
    return [
        (number, NAMED.sub(r"\1", part).strip())
        for number, line in enumerate(text.splitlines(), start=1)
        for part in re.split("[,;]", line)
        if part.strip()
    ]


def _is_address(text: str) -> bool:
    try:
        emails.checked(text)
    except ValueError:
        return False
    return True


def _address(event: Event) -> str:
    return url_for("organise.invitations", slug=event.slug)


def _ticket_field(event: Event) -> SelectField:
    return SelectField(
        _("Ticket"),
        choices=[SelectChoice(one.key, read(one.name)) for one in event.ticket_types if one.needs_code],
        validators=[Filled(_("Choose a ticket.")), OneOf()],
        validate_choice=False,
    )


def _expiry_field(event: Event) -> WallClock:
    def is_to_come(_form: FlaskForm, field: Field) -> None:
        if field.data and event.instant(field.data) <= now():
            raise StopValidation(_("Choose a time to come, or leave this empty."))

    return WallClock(_("Valid until"), validators=[is_to_come])


def _code_form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "ticket": _ticket_field(event),
        "code": StringField(
            _("A word of your own"),
            description=_("Letters and digits, e.g. the name of a partner. Left empty, we make one up."),
            filters=[clean_line],
            validators=[AtMost(LONGEST_CODE), _has_letters],
            render_kw={"autocomplete": "off", "spellcheck": "false"},
        ),
        "uses": WholeNumber(_("For how many people"), least=1, most=MOST_USES, default=1),
        "expires": _expiry_field(event),
    }
    return tell_apart(made(PostedForm, fields, **options), "code")


def _has_letters(_form: FlaskForm, field: Field) -> None:
    if field.data and not plain_code(field.data):
        raise StopValidation(_("Use letters or digits."))


def _list_form(event: Event, **options: Any) -> FlaskForm:
    fields = {
        "ticket": _ticket_field(event),
        "addresses": TextAreaField(
            _("E-mail addresses"),
            description=_("One on each line, or with commas between them."),
            filters=[clean],
            validators=[Filled(_("Write at least one address.")), EachAnAddress()],
            render_kw={"rows": 6, "autocomplete": "off", "spellcheck": "false"},
        ),
        "language": language_field(),
        "expires": _expiry_field(event),
        "letters": BooleanField(_("Send each of them a letter with the code"), default=True),
    }
    return tell_apart(made(PostedForm, fields, **options), "people")


def _page(
    event: Event,
    *,
    status: int = 200,
    code: FlaskForm | None = None,
    people: FlaskForm | None = None,
    withdrawal: FlaskForm | None = None,
) -> Response:
    sent = code or people or withdrawal
    return event_page(
        "organise/invitations.html",
        event,
        "invitations",
        status=status,
        page=list_invitations(db.session(), event.id, page=request.args.get("page", 1, type=int)),
        moment=now(),
        code_form=code or _code_form(event, formdata=None),
        people_form=people or _list_form(event, formdata=None, language=str(language())),
        sent_form=code or people,
        sent="code" if code else "people" if people else "",
        stale=sent is not None and stale(sent),
    )
