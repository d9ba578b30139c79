"""An event's overview, also after something that could not be done."""

from http import HTTPStatus

from werkzeug.wrappers import Response

from regapp import texts
from regapp.clock import now
from regapp.database import db
from regapp.errors import Closed, NotYetOpen, Over
from regapp.models import Event
from regapp.queries.attendees import daily_attendees
from regapp.queries.organisers import find_own_event
from regapp.services.events.publishing import has_registrations, may_be_archived
from regapp.vocabulary import EventStatus
from regapp.web.access import Right, may, may_in, user_id
from regapp.web.context import addresses
from regapp.web.formats import local
from regapp.web.organise.calling_off import may_change
from regapp.web.organise.life.checklist import Stand, checklist
from regapp.web.organise.life.numbers import numbers
from regapp.web.organise.pages import event_page
from regapp.web.reading import language
from regapp.web.translations import gettext as _

DAYS = 28  # of which the overview draws the course


def overview_page(
    event: Event, *, problems: tuple[str, ...] = (), is_stale: bool = False, status: int = 200
) -> Response:
    """One event at a glance."""
    session = db.session()
    manages = may(Right.MANAGE, event)
    is_draft = event.status is EventStatus.DRAFT
    items = checklist(event) if is_draft and manages and not event.archived_at else []
    is_untouched = manages and not has_registrations(session, event.id)
    return event_page(
        "organise/overview.html",
        event,
        "overview",
        status=status,
        **numbers(session, event, now()),
        daily=daily_attendees(session, event.id, now(), days=DAYS),
        may_change=may_change(event),
        public_address=addresses().event(event.slug),
        registration=_registration_words(event),
        checklist=items,
        is_ready=not any(item.stand is Stand.LACKING for item in items),
        may_be_unpublished=is_untouched and event.status is EventStatus.PUBLISHED,
        may_be_deleted=is_untouched and is_draft,
        may_be_archived=may_be_archived(event),
        is_owner=may_in(Right.MANAGE, event.organisation),
        problems=problems,
        stale=is_stale,
    )


def _registration_words(event: Event) -> str:
    """Whether people can register by now, for an event that is still to come."""
    try:
        event.check_open(now())
    except NotYetOpen as error:
        opens = local(error.opens_at, event.zone)
        day, time = texts.long_date(opens, language()), texts.clock_time(opens, language())
        return _("People can register from %(day)s, %(time)s.", day=day, time=time)
    except Closed:
        return _("Registration is closed.")
    except Over:
        return ""
    return _("People can register now.")


def refused(event: Event, *problems: str, is_stale: bool = False) -> Response:
    """The overview, with why it could not be done."""
    slug = event.slug
    db.session.rollback()  # the event may be another by now
    found = find_own_event(db.session(), user_id(), slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_stale else HTTPStatus.CONFLICT
    return overview_page(found or event, problems=problems, is_stale=is_stale, status=status)
