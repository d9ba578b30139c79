"""Forms of organisers that have been dealt with."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from regapp.models import SentForm


def was_dealt_with(session: Session, digest: str) -> bool:
    """Whether the form of this digest has made what it was to make."""
    return bool(session.scalar(select(exists().where(SentForm.digest == digest))))
