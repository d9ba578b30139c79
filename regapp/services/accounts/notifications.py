"""Which letters a member of an organisation wants from us, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.models import User
from regapp.queries.members import told_memberships
from regapp.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Wishes:
    """``digest``: a letter a day with what is new; ``alarms``: one at once when something needs the host."""

    digest: bool
    alarms: bool


@use_case
def change(session: Session, *, user_id: int, language: Language, wishes: Mapping[int, Wishes]) -> None:
    """Keep what a user wants, by the organisation's id; where no letters go to them nothing is kept."""
    session.get_one(User, user_id).language = language
    for membership in told_memberships(session, user_id):
        if wish := wishes.get(membership.organisation_id):
            membership.wants_digest, membership.wants_alarms = wish.digest, wish.alarms
