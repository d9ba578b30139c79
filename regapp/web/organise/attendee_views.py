"""How the attendee list is shown: which columns, and its views under names."""

from typing import Any
from urllib.parse import urlencode

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from regapp.errors import NotPossible
from regapp.models import Event
from regapp.services.events import views
from regapp.web.access import Right, needs, user_id
from regapp.web.cookies import write_cookie
from regapp.web.fields import can_be_seen, clean_line
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.attendee_columns import BETWEEN, COOKIE, LONGEST, columns
from regapp.web.organise.attendees import list_address, list_page, selection, wanted_people
from regapp.web.organise.export_words import chosen_words
from regapp.web.organise.pages import done
from regapp.web.reading import stands_at
from regapp.web.translations import gettext as _

LONGEST_NAME = 60
COLUMNS_KEPT = 365 * 24 * 3600  # seconds


@organise.post("/events/<slug>/attendees/views")
@needs(Right.MANAGE)
def save_view(event: Event) -> Response:
    """Keep the list as it is shown."""
    stands_at(url_for("organise.attendees", slug=event.slug))
    name, is_sent = clean_line(request.form.get("name")), PlainForm().validate()
    if not can_be_seen(name) or len(name) > LONGEST_NAME or not is_sent:
        problem = _("Give the view a name of at most %(most)s characters.", most=LONGEST_NAME)
        return list_page(event, status=422, problem=problem, view_name=name)
    shown = {name: text for name, text in selection().items() if name not in {"after", "before", "at"}}
    try:
        views.save_view(
            event_id=event.id,
            name=name,
            query=urlencode(shown),
            user_id=user_id(),
            chosen=_chosen(event),
        )
    except NotPossible:
        problem = _("There are %(most)s views already. Throw one away first.", most=views.MOST_VIEWS)
        return list_page(event, status=409, problem=problem, view_name=name)
    return done(list_address(event), _("The view is kept: all who see this list find it here."))


def _chosen(event: Event) -> dict[str, Any]:
    names = set(request.args.get("columns", "")[:LONGEST].split(BETWEEN))
    shown = [one.text for one in columns(event, sees_contacts=True) if one.name in names]
    return chosen_words(event, wanted_people(event), (), shown)


@organise.post("/events/<slug>/attendees/views/<int:view_id>/forget")
@needs(Right.MANAGE)
def forget_view(event: Event, view_id: int) -> Response:
    """Throw a view away."""
    stands_at(url_for("organise.attendees", slug=event.slug))
    if not PlainForm().validate():
        problem = _("The page was open for too long. Nothing was changed.")
        return list_page(event, status=422, problem=problem)
    views.forget_view(event_id=event.id, view_id=view_id, user_id=user_id())
    return done(list_address(event), _("The view is gone. The people are all still here."))


@organise.post("/events/<slug>/attendees/columns")
@needs(Right.SEE_LIST)
def choose_columns(event: Event) -> Response:
    """Show these columns from now on; none: the usual ones."""
    stands_at(url_for("organise.attendees", slug=event.slug))
    names = [name for name in request.form.getlist("column") if BETWEEN not in name]
    chosen = BETWEEN.join(names)[:LONGEST]
    query = {name: text for name, text in request.args.items() if name != "columns"}
    asked = urlencode({**query, "columns": chosen} if chosen else query)
    address = url_for("organise.attendees", slug=event.slug) + (f"?{asked}" if asked else "")
    if not PlainForm().validate():
        problem = _("The page was open for too long. Nothing was changed.")
        return list_page(event, status=422, problem=problem)
    answer = make_response(done(address, _("The list shows these columns now.")))
    write_cookie(answer, COOKIE, chosen, max_age=COLUMNS_KEPT)
    return answer
