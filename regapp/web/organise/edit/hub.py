"""Where the editing of an event starts: its parts, and what is missing of each."""

from dataclasses import dataclass

from flask import current_app, url_for
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.web.access import Right, needs
from regapp.web.organise import organise
from regapp.web.organise.pages import event_page
from regapp.web.translations import gettext as _


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an event, and the page on which it is edited."""

    endpoint: str
    icon: str
    title: str
    hint: str

    def address(self, event: Event) -> str:
        """Of that page."""
        return url_for(self.endpoint, slug=event.slug)


@organise.get("/events/<slug>/edit")
@needs(Right.MANAGE)
def edit(event: Event) -> Response:
    """The parts of an event."""
    parts = [part for part in _parts() if part.endpoint in current_app.view_functions]
    return event_page("organise/edit/hub.html", event, "edit", parts=parts)


def _parts() -> list[Part]:
    return [
        Part("organise.edit_texts", "pencil", _("Title and description"), _("In up to four languages")),
        Part("organise.edit_cover", "picture", _("Picture"), _("On top of the page, and with its link")),
        Part("organise.edit_time", "clock", _("Date and time"), _("Start, end, time zone, registration")),
        Part("organise.edit_place", "place", _("Place"), _("Venue, address, how to get there")),
        Part("organise.edit_online", "screen", _("Online"), _("Meeting, who sees it and when, broadcast")),
        Part("organise.places", "ticket", _("Ways to attend"), _("Tickets, places, waiting list, approval")),
        Part(
            "organise.edit_questions",
            "question",
            _("Registration form"),
            _("Questions to those who register"),
        ),
        Part(
            "organise.edit_programme", "calendar", _("Programme"), _("Sessions by day, speakers, moderators")
        ),
        Part(
            "organise.edit_hosts", "people", _("Hosts and contact"), _("Co-hosts, logos, telephone, e-mail")
        ),
        Part("organise.edit_files", "download", _("Files and links"), _("Programme as PDF, recordings")),
        Part("organise.edit_faq", "info", _("Frequent questions"), _("Answered on the public page")),
        Part("organise.edit_letters", "mail", _("Letters"), _("Your own paragraph in each")),
        Part("organise.edit_visibility", "eye", _("Visibility and address"), _("Who finds the event")),
    ]
