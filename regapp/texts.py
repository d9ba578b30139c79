"""Everything a person reads, in their language: the catalogues, and dates as the language writes them."""

import re
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, dates
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from regapp.vocabulary import Language

FOLDER = Path(__file__).parent / "translations"
SOURCE = Language.ENGLISH  # the language of the texts in code and templates

NAMES = {
    Language.ENGLISH: "English",
    Language.KAZAKH: "Қазақша",
    Language.RUSSIAN: "Русский",
    Language.GERMAN: "Deutsch",
}


# Who runs a meeting, by the terms in which it is stored.
PROVIDERS = {
    "zoom": "Zoom",
    "teams": "Microsoft Teams",
    "webex": "Webex",
    "meet": "Google Meet",
    "bigbluebutton": "BigBlueButton",
    "jitsi": "Jitsi Meet",
}


@cache
def catalogue(language: Language) -> NullTranslations:
    """The translations into ``language``, read from its .po file so that there is nothing to compile."""
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if language is SOURCE or not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


@cache
def locale(language: Language) -> Locale:
    """Babel's locale of ``language``; the English of most of the world, with the day before the month."""
    return Locale.parse("en_GB" if language is Language.ENGLISH else language)


def long_date(moment: datetime, language: Language) -> str:
    """The date with its weekday, e.g. "Thursday 12 November 2020"."""
    return dates.format_date(moment, "full", locale=locale(language))


def short_date(moment: datetime, language: Language) -> str:
    """The date without its weekday, e.g. "12 November 2020"."""
    return dates.format_date(moment, "long", locale=locale(language))


def date_range(start: datetime, end: datetime, language: Language) -> str:
    """The date of ``start``, or both dates as short as the language allows, e.g. "23–24 April 2021"."""
    if start.date() == end.date():
        return long_date(start, language)
    widest = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    patterns = locale(language).interval_formats["yMMMd"][widest]
    # Only the abbreviated interval is in the locale data; months are spelled out like everywhere else.
    return "".join(
        dates.format_date(day, pattern.replace("MMM", "MMMM"), locale=locale(language))
        for day, pattern in zip((start, end), patterns, strict=True)
    )


def day_text(day: date, language: Language) -> str:
    """A date in figures, e.g. "05/12/2026"."""
    return dates.format_skeleton("yMMdd", day, locale=locale(language))


def clock_time(moment: datetime, language: Language) -> str:
    """Hours and minutes on a clock of 24 hours, as all four languages' readers in Kazakhstan expect."""
    return dates.format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=locale(language))


def zone_name(moment: datetime, language: Language) -> str:
    """The clock that ``moment`` is on, by city and offset at that moment, e.g. "Almaty, UTC+5"."""
    city = dates.get_timezone_location(moment, locale=locale(language), return_city=True)
    return f"{city}, {utc_offset(moment)}"


def utc_offset(moment: datetime) -> str:
    """The offset from UTC in force at ``moment``, e.g. "UTC+5" or "UTC−3:30"."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("an offset needs an aware datetime")
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02d}' if rest else ''}"


def month_name(moment: datetime, language: Language) -> str:
    """The month's name standing alone, in short, for a date tile."""
    return dates.format_date(moment, "LLL", locale=locale(language)).rstrip(".")


def weekday_name(moment: datetime, language: Language) -> str:
    """The weekday's name standing alone, in short, for a date tile."""
    return dates.format_date(moment, "ccc", locale=locale(language)).rstrip(".")


def language_name(language: Language, reader: Language) -> str:
    """What ``reader`` calls a language, e.g. "German" or "неміс тілі"."""
    return str(locale(reader).languages[str(language)])


def provider_name(provider: str) -> str:
    """What the provider of a meeting calls itself; one that is not known as it is stored."""
    return PROVIDERS.get(provider) or provider.capitalize()


def code_groups(code: str) -> str:
    """A code as a person reads it aloud: ``XXXX XXXX XXXX``."""
    return " ".join(re.findall(".{1,4}", code))


FORMATS = {
    "long_date": long_date,
    "short_date": short_date,
    "clock_time": clock_time,
    "zone_name": zone_name,
    "month_name": month_name,
    "weekday_name": weekday_name,
}
