"""What templates may call beside the texts: values as the visitor's language writes them."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel import dates
from babel.lists import format_list
from flask import Flask
from markupsafe import Markup, escape

from regapp import texts
from regapp.documents import markdown
from regapp.models import Event, LocalizedText, Venue
from regapp.vocabulary import Attendance, Language
from regapp.web.reading import here, language, reading
from regapp.web.translations import gettext as _
from regapp.web.words import kind_word, region_words, role_word, status_word

_NUMBERED = re.compile(r"\b[^\W\d_]{1,12}-\d{1,6}\b")


def init_app(app: Flask) -> None:
    """Add filters and globals to the templates."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for name, function in texts.FORMATS.items():
        app.add_template_filter(_for_visitor(function), name)
    for text_filter in (
        texts.code_groups,
        read,
        local,
        paragraphs,
        country_name,
        spoken_names,
        dialled,
        unbroken,
    ):
        app.add_template_filter(text_filter)
    app.add_template_filter(markdown.to_html, "markdown")
    app.add_template_filter(texts.provider_name)
    app.jinja_env.globals.update(
        here=here,
        language_names=texts.NAMES,
        days_text=days_text,
        hours_text=hours_text,
        clock_text=clock_text,
        lang_of=lang_of,
        no_venue_words=no_venue_words,
        map_address=map_address,
        kind_word=kind_word,
        region_words=region_words,
        role_word=role_word,
        status_word=status_word,
    )
    app.context_processor(lambda: {"reading": reading()})


def read(text: LocalizedText) -> str:
    """A stored text in the visitor's language, or the nearest one there is."""
    return text.read(language())


def lang_of(text: LocalizedText) -> Markup:
    """A lang attribute, with a blank before it, for a text that is not in the page's language."""
    found = text.language_for(language())
    return Markup("") if found in {None, language()} else Markup(' lang="{}"').format(found)


def unbroken(text: str) -> Markup:
    """A heading in which a name with a number, like COVID-19, is not broken at its hyphen."""
    escaped = str(escape(text))
    return Markup(_NUMBERED.sub(r'<span class="unbroken">\g<0></span>', escaped))  # noqa: S704 - escaped


def no_venue_words(event: Event) -> str:
    """Where an event without a venue is held: online, or nowhere that is known yet."""
    in_person = any(one.attendance is Attendance.IN_PERSON for one in event.ticket_types)
    return _("The place will be announced") if in_person else _("Online")


def local(instant: datetime, zone: str) -> datetime:
    """A UTC instant on the wall clock of ``zone``."""
    return instant.astimezone(ZoneInfo(zone))


def paragraphs(text: str) -> list[str]:
    """A text cut where lines are left empty."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def days_text(event: Event) -> str:
    """The event's date or dates."""
    return texts.date_range(event.start, event.last_day, language())


def hours_text(event: Event) -> str:
    """The hours on the event's wall clock; of an event that goes on over midnight with their dates."""
    if event.all_day:
        return _("All day")
    times = {
        "start": texts.clock_time(event.start, language()),
        "end": texts.clock_time(event.end, language()),
    }
    if len(event.days()) > 1:
        return _("%(start)s–%(end)s each day", **times)
    if event.start_wall.date() == event.end_wall.date():
        return "{start}–{end}".format(**times)
    return _(
        "from %(start)s to %(end)s on %(last_day)s",
        **times,
        last_day=texts.short_date(event.end, language()),
    )


def clock_text(event: Event) -> str:
    """The hours and whose clock they are on; whole days are the same on any."""
    if event.all_day:
        return hours_text(event)
    zone = texts.zone_name(event.start, language())
    return _("%(hours)s (%(zone)s)", hours=hours_text(event), zone=zone)


def month_text(day: date) -> str:
    """A month with its year."""
    return dates.format_skeleton("yMMMM", day, locale=texts.locale(language()))


def country_name(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2); an unknown code as it is."""
    name: str = texts.locale(language()).territories.get(code, code)
    return name


def spoken_names(codes: Iterable[str]) -> str:
    """The names of languages as a list in words."""
    locale = texts.locale(language())
    names = format_list([locale.languages.get(code, code) for code in codes], locale=locale)
    return names[:1].upper() + names[1:]


def dialled(number: str) -> str:
    """A telephone number as a link dials it."""
    return "tel:" + "".join(character for character in number if character in "+0123456789")


def map_address(venue: Venue) -> str:
    """Where a map shows the venue: its position, or a search for its address."""
    if venue.latitude is not None and venue.longitude is not None:
        position = f"{venue.latitude:g}/{venue.longitude:g}"
        query = urlencode({"mlat": f"{venue.latitude:g}", "mlon": f"{venue.longitude:g}"})
        return f"https://www.openstreetmap.org/?{query}#map=17/{position}"
    words = " ".join(text.read(language()) for text in (venue.address, venue.city))
    return f"https://www.openstreetmap.org/search?{urlencode({'query': words})}"


def _for_visitor(function: Callable[[datetime, Language], str]) -> Callable[[datetime], str]:
    def formatted(moment: datetime) -> str:
        return function(moment, language())

    return formatted
