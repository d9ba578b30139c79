"""The programme, people and files of an event, for whoever asks for all of its pages."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.documents.examining import examine
from regapp.models import Attachment, Event, MemberInvitation, Membership, Organisation, Venue
from regapp.services.accounts import members
from regapp.services.accounts.hosts import add_organiser
from regapp.services.events import attachments, faq, people
from regapp.services.events.attachments import AttachmentFacts
from regapp.services.events.people import PersonFacts
from regapp.services.events.templates.saving import save_template
from regapp.services.events.venues import VenueDraft, make_venue
from regapp.vocabulary import Language, Role, SpeakerRole, Visibility
from regapp.web.joining.links import account_token
from tests import hostile

_OF_FAQ = ("edit_one_faq", "save_one_faq", "delete_faq", "move_faq")
_VERBS = ("edit", "save", "put", "remove")


def parts(event: int, own_token: str) -> dict[str, dict[str, Any]]:
    """What stands for the variables in the addresses of their pages, by endpoint; attaches a file to it."""
    facts = PersonFacts(role=SpeakerRole.SPEAKER, name={"en": "Asel"})
    person = people.add(event_id=event, revision=_revision(event), facts=facts, user_id=None)
    group = people.add_group(
        event_id=event, revision=_revision(event), title={"en": "NGOs"}, topic={}, user_id=None
    )
    file = AttachmentFacts(
        title={"en": "Programme"}, visibility=Visibility.PUBLIC, file=examine("a.pdf", hostile.PDF)
    )
    number = attachments.add(event_id=event, revision=_revision(event), facts=file, user_id=None)
    kept = db.session.get_one(Attachment, number).file
    assert kept is not None
    texts = {"question": {"en": "Where?"}, "answer": {"en": "Here."}}
    faq.write(event_id=event, revision=_revision(event), number=None, **texts, user_id=None)
    session = db.session.get_one(Event, event).sessions[0].id
    numbers = {"session": session, "speaker": person, "group": group, "file": number}
    own = {"token": own_token, "file_token": kept.token, "name": kept.name}
    return {
        **{f"organise.{verb}_{thing}": {"number": one} for thing, one in numbers.items() for verb in _VERBS},
        **{f"organise.{one}": {"number": 1} for one in _OF_FAQ},
        "organise.edit_letter": {"kind": "confirmation"},
        "organise.save_letter": {"kind": "confirmation"},
        "organise.event_file_content": {"token": kept.token, "name": kept.name},
        "public.file": {"token": kept.token, "name": kept.name},
        "public.own_attachment": own,
    }


def of_organisation(event: int, app: Flask) -> dict[str, Any]:
    """The same of the organisation dku: a member, an invitation, a venue, a template; of tickets."""
    [organisation] = db.session.scalars(select(Organisation).where(Organisation.slug == "dku")).all()
    owner = add_organiser(email="first@dku.example", organisation="dku", role=Role.OWNER)
    members.invite(
        organisation_id=organisation.id,
        email="colleague@dku.example",
        role=Role.VIEWER,
        language=Language.ENGLISH,
        user_id=owner.user_id,
    )
    db.session.rollback()
    invitation = db.session.scalars(select(MemberInvitation)).one()
    membership = db.session.scalars(select(Membership).where(Membership.user_id == owner.user_id)).one()
    secret = app.extensions["settings"].secret_key
    template = save_template(event_id=event, name="Ours", user_id=owner.user_id)
    draft = VenueDraft(name={"en": "Hall"}, address={}, city={"en": "Almaty"})
    venue = make_venue(draft=draft, organisation_id=organisation.id, user_id=owner.user_id)
    tickets = {"key": "online", "by": 1}
    return {
        "kind": "text",
        "key": "affiliation",
        "template": "empty",
        "template_id": template,
        "membership_id": membership.id,
        "venue_slug": db.session.get_one(Venue, venue).slug,
        "file_token": "none",
        "name": "none.pdf",
        **{f"organise.{one}_ticket_type": tickets for one in ("edit", "save", "put", "remove")},
        "organise.withdraw_member_invitation": {"invitation_id": invitation.id},
        "organise.resend_member_invitation": {"invitation_id": invitation.id},
        "joining.join": {"token": invitation.token},
        "joining.open_account": {"token": account_token(secret, owner.user_id, owner.account_key)},
    }


def _revision(event: int) -> int:
    db.session.rollback()
    return db.session.get_one(Event, event).revision
