"""Numbers of places that go with a choice of the form: five seats for those who need an interpreter."""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from regapp.errors import CapacityTooLow, ChoiceCapacityTooLow
from regapp.models import AttendeeQuota, Event, LocalizedText, Question, Quota, QuotaChoice
from regapp.models.form import YES
from regapp.services.events.counting import recount, redraw
from regapp.vocabulary import QuestionKind

Capacities = Mapping[int | str, int]  # by the position of the choice as it is offered; "yes" of a yes or no


def set_places(session: Session, event: Event, question: Question, capacities: Capacities) -> None:
    """Give the choices of a question these numbers of places, and all others none of their own.

    What a choice draws on together with tickets, sessions or other choices stays. Who has chosen already is
    counted. The caller holds the event's line and moves it up afterwards. Raises ChoiceCapacityTooLow.
    """
    wanted = {_key(question, position): capacity for position, capacity in capacities.items()}
    for choice, quota in own_quotas(event, question).items():
        if choice not in wanted:
            _end(session, event, quota)
    _forget_what_is_no_choice(event, question)
    session.flush()
    session.expire(event, ["quotas"])
    own = own_quotas(event, question)
    for choice, capacity in wanted.items():
        quota = own.get(choice) or _new_quota(event, question, choice)
        quota.name = _name(question, choice)
        _resize(quota, choice, capacity)
        session.add(quota)
    session.flush()
    session.expire(event, ["quotas"])
    by_id = {quota.id: choice for choice, quota in own_quotas(event, question).items()}
    try:
        redraw(session, event)
    except CapacityTooLow as error:
        if error.quota_id not in by_id:
            raise
        raise ChoiceCapacityTooLow(error.taken, by_id[error.quota_id]) from error


def drop_places(session: Session, event: Event, question: Question) -> None:
    """End the numbers of places that go with a question's choices."""
    for quota in own_quotas(event, question).values():
        _end(session, event, quota)
    session.expire(event, ["quotas"])
    for quota in event.quotas:
        quota.choices = [one for one in quota.choices if one.question_id != question.id]
    session.flush()
    redraw(session, event)


def own_quotas(event: Event, question: Question) -> dict[str, Quota]:
    """The quotas on which a single choice of the question draws and nothing else, by the choice's key."""
    return {
        quota.choices[0].choice: quota
        for quota in event.quotas
        if len(quota.choices) == 1
        and quota.choices[0].question_id == question.id
        and not quota.ticket_types
        and not quota.sessions
    }


def shared_quotas(event: Event, question: Question) -> dict[str, list[Quota]]:
    """The other quotas on which choices of the question draw, by the choice's key."""
    own = {quota.id for quota in own_quotas(event, question).values()}
    shared: dict[str, list[Quota]] = {}
    for quota in event.quotas:
        for one in quota.choices if quota.id not in own else ():
            if one.question_id == question.id:
                shared.setdefault(one.choice, []).append(quota)
    return shared


def _key(question: Question, position: int | str) -> str:
    return list(question.offered_choices())[position] if isinstance(position, int) else position


def _new_quota(event: Event, question: Question, choice: str) -> Quota:
    link = QuotaChoice(question_id=question.id, choice=choice)
    return Quota(event_id=event.id, capacity=0, taken=0, over=0, choices=[link])


def _name(question: Question, choice: str) -> LocalizedText:
    return question.choice_labels().get(choice, question.label)


def _resize(quota: Quota, choice: str, capacity: int) -> None:
    if capacity < quota.taken and capacity < quota.capacity:
        raise ChoiceCapacityTooLow(quota.taken, choice)
    if capacity > quota.capacity:
        quota.full_told_at = None  # when the new places are taken, that is news again
    quota.capacity, quota.over = capacity, max(0, quota.taken - capacity)


def _end(session: Session, event: Event, quota: Quota) -> None:
    quota.choices = []
    session.execute(delete(AttendeeQuota).where(AttendeeQuota.quota_id == quota.id))
    recount(session, event, [quota])
    session.delete(quota)
    session.flush()


def _forget_what_is_no_choice(event: Event, question: Question) -> None:
    """Let shared quotas forget choices that are gone."""
    left = {YES} if question.kind is QuestionKind.YES_NO else {*question.offered_choices()}
    for quota in event.quotas:
        quota.choices = [one for one in quota.choices if one.question_id != question.id or one.choice in left]
