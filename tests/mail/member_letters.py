"""Somebody is invited to work for an organisation, so that the letter is owed and sent."""

from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select

from regapp.database import db
from regapp.models import MemberInvitation, Organisation, User
from regapp.services.accounts import members
from regapp.services.accounts.hosts import add_organiser
from regapp.vocabulary import Language, LetterKind, Role

from .scenes import sent

INVITED = "invited@dku.example"


def invite(language: Language = Language.ENGLISH, role: Role = Role.MANAGER) -> MemberInvitation:
    """Invite somebody to dku."""
    owner = add_organiser(email="owner@dku.example", organisation="dku", role=Role.OWNER).user_id
    db.session.get_one(User, owner).name = "Олжас"
    db.session.commit()
    organisation = db.session.scalars(select(Organisation.id).where(Organisation.slug == "dku")).one()
    members.invite(organisation_id=organisation, email=INVITED, role=role, language=language, user_id=owner)
    db.session.rollback()
    return db.session.scalars(select(MemberInvitation)).one()


def letters_to_members(app: Flask, language: Language) -> dict[str, EmailMessage]:
    """The letter, as sent."""
    invite(language)
    return {"member-invitation": sent(app, LetterKind.MEMBER_INVITATION, INVITED)}
