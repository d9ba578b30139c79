"""The host's own paragraph in each letter of a kind."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from regapp.database import use_case
from regapp.services.events.editing import editing
from regapp.vocabulary import LetterKind


@use_case
def write(
    session: Session,
    *,
    event_id: int,
    revision: int,
    kind: LetterKind,
    words: Mapping[str, str],
    user_id: int | None,
) -> None:
    """Say what stands in letters of ``kind``, by language; nothing: no paragraph.

    It stands in whatever is sent from now on. Raises NotFound or EditedMeanwhile.
    """
    with editing(session, event_id, revision, "event.edited", user_id=user_id) as event:
        others = {key: text for key, text in event.letter_words.items() if key != kind}
        event.letter_words = {**others, str(kind): dict(words)} if words else others
