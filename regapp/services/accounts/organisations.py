"""Organisations, as their owners make and edit them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, selectinload

from regapp.database import insert_if_new, use_case
from regapp.documents.examining import FitFile
from regapp.errors import EditedMeanwhile, SlugTaken
from regapp.models import Event, EventHost, LocalizedText, Membership, Organisation
from regapp.services import audit
from regapp.services.accounts.members import lock_members
from regapp.services.events import files
from regapp.vocabulary import Role

# What an owner may set, by the names of columns.
FIELDS = (
    "name",
    "website",
    "contact_email",
    "contact_phone",
    "zone",
    "requires_second_factor",
)
AT_ONCE = 500  # events whose rows are read together
# Of those what stands on the pages of events.
_SHOWN = frozenset({"name", "website", "contact_email", "contact_phone", "logo"})


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What an organisation begins with; ``name`` by language, ``zone`` an IANA name."""

    name: Mapping[str, str]
    slug: str
    zone: str


@use_case
def make(session: Session, *, organisation: NewOrganisation, user_id: int) -> None:
    """Make an organisation that ``user_id`` owns. Raises SlugTaken."""
    store_organisation(session, organisation, user_id)


@use_case
def change(
    session: Session, *, organisation_id: int, revision: int, values: Mapping[str, Any], user_id: int
) -> None:
    """Set some of ``FIELDS``; events that show them show the new ones.

    ``revision`` is the one that the owner had in front of them. Raises NotFound, EditedMeanwhile, and
    ValueError for a name that is none of those.
    """
    if unknown := values.keys() - set(FIELDS):
        raise ValueError(f"not to be set so: {sorted(unknown)}")
    organisation = lock_members(session, organisation_id, user_id)
    if organisation.revision != revision:
        raise EditedMeanwhile
    changes: dict[str, list[Any]] = {}
    for field, value in values.items():
        before, after = getattr(organisation, field), LocalizedText(value) if field == "name" else value
        if before != after:
            setattr(organisation, field, after)
            changes[field] = [before, after]
    _note_change(session, organisation, changes, user_id)


@use_case
def change_logo(session: Session, *, organisation_id: int, picture: FitFile | None, user_id: int) -> None:
    """Show another logo with the organisation's events; None: no logo. Raises NotFound."""
    organisation = lock_members(session, organisation_id, user_id)
    before = organisation.logo_id
    kept = picture and files.put(session, organisation_id=organisation_id, event_id=None, file=picture)
    organisation.logo_id = kept.id if kept else None
    files.drop_unused(session, before)
    changes = {"logo": [before is not None, kept is not None]} if before or kept else {}
    _note_change(session, organisation, changes, user_id)


def _note_change(
    session: Session, organisation: Organisation, changes: dict[str, list[Any]], user_id: int
) -> None:
    """Write down what has changed, and have it shown wherever the organisation is."""
    if not changes:
        return
    organisation.revision += 1
    audit.record_organisation(session, user_id, "organisation.changed", organisation.id, changes=changes)
    session.flush()
    if changes.keys() & _SHOWN:
        _renew_events(session, organisation.id)


def store_organisation(session: Session, new: NewOrganisation, user_id: int) -> None:
    """The organisation and its owner, as rows. Raises SlugTaken."""
    values = {"name": LocalizedText(new.name), "slug": new.slug, "zone": new.zone}
    organisation = insert_if_new(session, Organisation, values)
    if organisation is None:
        raise SlugTaken
    session.add(Membership(user_id=user_id, organisation_id=organisation.id, role=Role.OWNER))
    audit.record_organisation(session, user_id, "organisation.made", organisation.id)


def _renew_events(session: Session, organisation_id: int) -> None:
    """Have the events of an organisation found by its new name, and their pages rendered anew."""
    hosted = select(EventHost.event_id).where(EventHost.organisation_id == organisation_id)
    is_shown_with = or_(Event.organisation_id == organisation_id, Event.id.in_(hosted))
    ids = session.scalars(select(Event.id).where(is_shown_with).order_by(Event.id)).all()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        events = session.scalars(
            select(Event)
            .where(Event.id.in_(some))
            .options(selectinload(Event.hosts), selectinload(Event.venue), selectinload(Event.organisation))
        )
        for event in events:
            event.describe()
        session.flush()
        session.execute(
            update(Event)
            .where(Event.id.in_(some))
            .values(revision=Event.revision + 1)
            .execution_options(synchronize_session=False)
        )
        session.expunge_all()
