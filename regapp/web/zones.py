"""Time zones by names that people know: a city in the reader's language, beside the IANA name."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from babel import dates

from regapp import texts
from regapp.models.search import search_text, sort_key
from regapp.vocabulary import Language

HOME = "KZ"  # whose zones stand before those of the rest of the world
MOST_PROPOSED = 5
# Cities that people look for and that no zone is named after.
KNOWN_AS = {"Asia/Almaty": ("Astana", "Астана", "Shymkent", "Шымкент", "Karaganda", "Караганда", "Қарағанды")}


def zone_choices(reader: Language, *first: str) -> list[str]:
    """The labels of all zones: ``first``, those of Kazakhstan, then the rest by their names."""
    labels = zone_labels(reader)
    ordered = dict.fromkeys([*(name for name in first if name), *_home(), *labels])
    return [zone_label(name, reader) for name in ordered]


@cache
def zone_labels(reader: Language) -> dict[str, str]:
    """The label of each zone by its IANA name, ordered by the labels."""
    labels = {name: zone_label(name, reader) for _country, name in _table()}
    return dict(sorted(labels.items(), key=lambda item: sort_key(item[1])))


def zone_label(name: str, reader: Language) -> str:
    """A zone's city and its IANA name, e.g. "Almaty (Asia/Almaty)"; of an unknown zone the name alone."""
    try:
        city = dates.get_timezone_location(name, locale=texts.locale(reader), return_city=True)
    except LookupError:
        return name
    return f"{city} ({name})"


def read_zone(typed: str, reader: Language) -> tuple[str, list[str]]:
    """The IANA name that somebody means; or an empty one, and labels that are near to what was typed."""
    inside = typed.rpartition("(")[2].rstrip(") ")
    if found := _iana().get(inside.casefold()) or _iana().get(typed.replace(" ", "_").casefold()):
        return found, []
    words = search_text(typed).split()
    names = [name for name, text in _searched().items() if all(word in text for word in words)]
    exact = [name for name in names if search_text(typed) in _cities()[name]]
    if len(exact or names) == 1:
        return (exact or names)[0], []
    near = [label for name, label in zone_labels(reader).items() if name in names]
    return "", near[:MOST_PROPOSED] if words else []


@cache
def _table() -> list[tuple[str, str]]:
    """Country and name of each zone that is nobody's former name, from the pinned zone data."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[2]) for row in rows] + [("", "UTC")]


@cache
def _home() -> list[str]:
    return [name for country, name in _table() if country == HOME]


@cache
def _iana() -> dict[str, str]:
    """Names by themselves in small letters; former ones, too."""
    names = available_timezones() - {"localtime", "posixrules", "Factory"}
    return {name.casefold(): name for name in names}


@cache
def _cities() -> dict[str, set[str]]:
    """What each zone's city is called in the four languages, as it is searched for."""
    return {
        name: {
            *(search_text(zone_label(name, one).partition(" (")[0]) for one in Language),
            *(search_text(city) for city in KNOWN_AS.get(name, ())),
        }
        for _country, name in _table()
    }


@cache
def _searched() -> dict[str, str]:
    return {name: " ".join([search_text(name), *cities]) for name, cities in _cities().items()}
