from sqlalchemy.orm import Session

from regapp.models import User
from regapp.services.outgoing import letters
from regapp.vocabulary import AccountChange, LetterKind


def tell_owner(session: Session, user: User, change: AccountChange, *, address: str = "") -> None:
    """Owe the owner of an account a letter that says what has changed, to ``address`` if that is another."""
    letters.owe_to(
        session,
        address or user.email,
        LetterKind.ACCOUNT_CHANGED,
        user.language,
        facts={"user": user.id, "change": str(change)},
    )
