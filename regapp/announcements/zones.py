"""Time zones as announcements name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from regapp.announcements.source import Source

NAMED = (
    (
        "Asia/Almaty",
        (
            r"(?:almaty|astana|nur-?sultan|kazakhstan)(?:'s)?(?: local)? time|time (?:of|in) (?:almaty|"
            r"astana|kazakhstan)|(?:алматин|астанин|казахстан)ск\w+ врем\w+"
            r"|врем(?:я|ени) (?:г\. ?)?(?:астан[аы]|алматы|нур-?султан\w?|казахстан\w?)|"
            r"(?:по )(?:г\. ?)?(?:астане|алматы|нур-?султану|казахстану)(?= ?[);,.\n]|$)|(?:алматы|астана|"
            r"нұр-?сұлтан|қазақстан)(?: қаласы(?:ның)?)? уақыт\w*"
            r"|(?:almaty|astana|kasachisch)\w*[- ](?:orts)?zeit|ortszeit (?:in )?(?:almaty|astana)|(?:uhr|"
            r"zeit)\W{1,3}(?:almaty|astana)\b(?: ?\))"
            r"|kasachstan\w*[- ]zeit|\([^)\d]{0,3}(?:time )?(?:almaty|astana|алматы|астана)\)|\balmt\b"
            r"|(?<=\d\d )\(?(?:almaty|astana|алматы|астана)\)?(?= ?[/|])|(?<=uhr )(?:almaty|astana)(?= ?[/|])"
        ),
    ),
    (
        "Europe/Moscow",
        (
            r"\bмск\b|\bmsk\b|московск\w+ врем\w+|врем(?:я|ени) москвы|по москве|moscow time|"
            r"мәскеу уақыт\w*|moskauer zeit"
        ),
    ),
    (
        "Europe/Berlin",
        (
            r"\bmesz\b|\bmez\b|\bcest\b|\bcet\b|berlin(?:er)?(?: local)?[- ](?:time|zeit)|"
            r"берлинск\w+ врем\w+|врем(?:я|ени) берлина|по берлину|(?:central european|"
            r"центрально-?европейск\w+|среднеевропейск\w+)(?: summer)? (?:time|врем\w+)"
            r"|берлин уақыт\w*|орталық еуропа(?:лық)? уақыт\w*|(?:mittel|"
            r"zentral)europäische[rn]? (?:sommer)?zeit|(?<=uhr )berlin(?= ?(?:[/|)]|\n|$))|"
            r"german time|deutscher zeit|germany time"
        ),
    ),
    ("Asia/Tashkent", r"tashkent time|ташкентск\w+ врем\w+|врем(?:я|ени) ташкента|ташкент уақыт\w*"),
    ("Asia/Bishkek", r"bishkek time|бишкекск\w+ врем\w+|врем(?:я|ени) бишкека|бішкек уақыт\w*"),
    ("Europe/Istanbul", r"istanbul time|turkey time|стамбульск\w+ врем\w+|ыстанбұл уақыт\w*|түркия уақыт\w*"),
    ("Europe/London", r"\bbst\b|london time|по лондону|лондон уақыт\w*|londoner zeit"),
    ("America/New_York", r"\be[sd]t\b|eastern time|new york time|по нью-йорку"),
)
OFFSET = (
    r"(?P<offset>(?:utc|gmt|гмт|мвг)(?: ?(?P<sign>[+-]) ?(?P<hours>1[0-4]|"
    r"0?\d)(?::?(?P<minutes>[0-5]0))?(?![\d:]))?(?![a-z]))"
)
ZONE = re.compile("|".join(f"(?P<z{n}>{words})" for n, (_, words) in enumerate(NAMED)) + "|" + OFFSET)


@dataclass(frozen=True, slots=True)
class ZoneMention:
    """A zone named (IANA), or an offset from UTC in minutes; where it stands in the readable text."""

    zone: str
    offset: int | None
    start: int
    end: int

    def offset_at(self, moment: datetime) -> int:
        """Minutes ahead of UTC at a wall-clock time."""
        if self.offset is not None:
            return self.offset
        ahead = moment.replace(tzinfo=ZoneInfo(self.zone)).utcoffset() or timedelta()
        return int(ahead.total_seconds() // 60)


def zones_in(source: Source) -> Iterator[ZoneMention]:
    """Every zone named in a text."""
    for match in ZONE.finditer(source.low):
        if match["offset"]:
            minutes = int(match["hours"] or 0) * 60 + int(match["minutes"] or 0)
            minutes = -minutes if match["sign"] == "-" else minutes
            yield ZoneMention(fixed(minutes), minutes, *match.span())
        else:
            number = next(n for n in range(len(NAMED)) if match[f"z{n}"])
            yield ZoneMention(NAMED[number][0], None, *match.span())


def fixed(minutes: int) -> str:
    """The zone that is always so far ahead of UTC, or an empty text if there is none."""
    if minutes % 60:
        return ""
    return f"Etc/GMT{-minutes // 60:+d}" if minutes else "Etc/UTC"
