"""The calendars of one person: of a registration, to download, and of all they have, to subscribe to."""

from flask_babel import force_locale
from werkzeug.wrappers import Response

from regapp.calendars.files import published
from regapp.clock import now
from regapp.database import db
from regapp.documents.own_calendar import OwnCalendar
from regapp.errors import NotFound
from regapp.queries.personal_feeds import find_feed, last_steps, registrations_of
from regapp.queries.registrations import find_registration
from regapp.vocabulary import Language
from regapp.web.context import addresses, settings
from regapp.web.feeds import feeds
from regapp.web.feeds.files import REFRESH, private_file
from regapp.web.translations import gettext as _


@feeds.get("/registrations/<token>/calendar.ics")
def own_calendar(token: str) -> Response:
    """The participant's own entries, with the join address if their place is one online."""
    registration = find_registration(db.session(), token)
    if registration is None:
        raise NotFound
    own = _own(registration.language)
    stepped = last_steps(db.session(), [registration]).get(registration.id)
    return private_file(
        published(own.entries(registration, stepped)),
        own.last_change(registration, stepped),
        filename=f"{registration.event.slug}.ics",
    )


@feeds.get("/calendars/<token>.ics")
def personal_calendar(token: str) -> Response:
    """All registrations of the address that this calendar was made for."""
    session = db.session()
    feed = find_feed(session, token)
    if feed is None:
        raise NotFound
    registrations, own = registrations_of(session, feed.email_key), _own(feed.language)
    stepped = last_steps(session, registrations)
    changes = [own.last_change(one, stepped.get(one.id)) for one in registrations]
    with force_locale(str(feed.language)):
        name = _("My events")
    body = published(
        own.feed(registrations, stepped),
        name=name,
        refresh=REFRESH,
        source=addresses().personal_calendar(token),
    )
    return private_file(body, max([feed.created_at, *changes]))


def _own(language: Language) -> OwnCalendar:
    return OwnCalendar(addresses(), settings().public_host, language, now())
