"""A form that makes something and is sent twice, by quick clicks or a page loaded again, makes it once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from regapp.clock import now
from regapp.database import insert_if_new, use_case
from regapp.models import SentForm

P = ParamSpec("P")
R = TypeVar("R")
KEPT = timedelta(days=7)  # longer than a page stays open whose form may still be sent


@use_case
def once(session: Session, digest: str, act: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run the use case ``act``, in this transaction; if the form has been dealt with, answer as it did then.

    ``act`` returns what JSON can hold. Raises what it raises, and the form is then as if never sent. Where
    two come at once, the second waits for the first at the row.
    """
    form = insert_if_new(session, SentForm, {"digest": digest, "answer": None})
    if form is None:
        return cast("R", session.scalars(select(SentForm.answer).where(SentForm.digest == digest)).one())
    inner: Any = act
    form.answer = inner.__wrapped__(
        session, *args, **kwargs
    )  # use cases do not nest: this one is the transaction
    return cast("R", form.answer)


@use_case
def forget_old(session: Session) -> None:
    """Forget the forms that nobody can send again."""
    session.execute(delete(SentForm).where(SentForm.made_at < now() - KEPT))
