"""Organisations and venues by the names they have in addresses."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from regapp.models import Organisation, Venue


def find_organisation(session: Session, slug: str) -> Organisation | None:
    """The organisation, or None."""
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def find_venue(session: Session, slug: str) -> Venue | None:
    """The venue, or None."""
    return session.scalars(select(Venue).where(Venue.slug == slug)).one_or_none()


def list_organisations(session: Session) -> Sequence[Organisation]:
    """All there are, by their slugs."""
    return session.scalars(select(Organisation).order_by(Organisation.slug)).all()
