"""What a venue is, as a host says it; on a page of its own and where one is made for an event."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from regapp.models import LocalizedText, Venue
from regapp.services.events.venues import VenueDraft
from regapp.web.fields import OneOf, WholeNumber
from regapp.web.localized_fields import LocalizedField
from regapp.web.positions import PositionField, position_text
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.words import region_words

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_CITY, LONGEST_ACCESS = 200, 300, 100, 1000
MOST_PLACES = 1_000_000
FIELDS = ("venue_name", "address", "city", "region", "position", "places", "accessibility")


def venue_fields(region: str = "") -> dict[str, Any]:
    """All that there is about a venue; ``region`` is one that is to be offered besides those known."""
    regions = {**region_words(), **({region: region} if region else {})} | region_words()
    return {
        "venue_name": LocalizedField(_("Name of the venue"), longest=LONGEST_NAME, required=True),
        "address": LocalizedField(
            _("Address"), description=_("Street, number, floor, room."), longest=LONGEST_ADDRESS
        ),
        "city": LocalizedField(_("City"), longest=LONGEST_CITY),
        "region": SelectField(
            _("Region"),
            choices=[SelectChoice("", _("None of these")), *(SelectChoice(*one) for one in regions.items())],
            validators=[OneOf()],
            validate_choice=False,
            default="",
        ),
        "position": PositionField(
            _("Position on the map"),
            description=_("Two numbers like 43.2457, 76.9531, or the address of the place on a map."),
            render_kw={"autocomplete": "off", "inputmode": "text"},
        ),
        "places": WholeNumber(_("How many people fit in"), least=1, most=MOST_PLACES, required=False),
        "accessibility": LocalizedField(
            _("Accessibility"),
            description=_("Steps, lifts, parking, whom to call."),
            longest=LONGEST_ACCESS,
            rows=2,
        ),
    }


def stored_venue(venue: Venue) -> dict[str, Any]:
    """What is stored of a venue, by the names of the fields."""
    return {
        "venue_name": venue.name,
        "address": venue.address,
        "city": venue.city,
        "region": venue.region,
        "position": position_text(venue.latitude, venue.longitude),
        "places": venue.places,
        "accessibility": venue.accessibility,
    }


def venue_draft(form: FlaskForm) -> VenueDraft:
    """What a valid form says."""
    position = form.position.position
    return VenueDraft(
        name=form.venue_name.data,
        address=form.address.data,
        city=form.city.data,
        region=form.region.data or "",
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        places=form.places.data,
        accessibility=form.accessibility.data,
    )


def draft_in_words(draft: VenueDraft) -> str:
    """Name, address and city on one line, in the visitor's language."""
    parts = (LocalizedText(text).read(language()) for text in (draft.name, draft.address, draft.city))
    return ", ".join(filter(None, parts))
