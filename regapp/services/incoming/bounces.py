"""Letters that a mail server took, and that came back."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from regapp.mail.failures import return_to_sender
from regapp.mail.received.bounce import Bounce
from regapp.models import Letter
from regapp.vocabulary import LetterState

RETURNED = "a letter that came back"
NOT_FINAL = "word of a letter that is late, or that says too little"
UNKNOWN = "word of a letter that is not on its way"


def take(session: Session, tokens: tuple[str, ...], bounce: Bounce) -> str:
    """Mark the sent letter of one of these tokens as returned; what was done, in words.

    Without a letter's token nothing is believed: anybody can write such a message.
    """
    if not bounce.failed:
        return NOT_FINAL
    returned = session.execute(
        update(Letter)
        .where(Letter.message_token.in_(tokens), Letter.state == LetterState.SENT)
        .values(state=LetterState.RETURNED, last_error=return_to_sender(bounce.status))
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return RETURNED if returned.first() else UNKNOWN
