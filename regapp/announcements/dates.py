"""Dates as people write them: single ones, ranges and lists, with the day of the week beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from regapp.announcements.calendar_words import ABLATIVE, MONTHS, WEEKDAYS
from regapp.announcements.source import Source

MONTH = "|".join(f"(?P<{{0}}{number}>{words})" for number, words in MONTHS)
WEEKDAY = "|".join(f"(?P<w{number}>{words})" for number, words in WEEKDAYS)
ANY_WEEKDAY = "|".join(words for _, words in WEEKDAYS)
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
ORDINAL = (
    r"(?:st|nd|rd|th|(?:-| )?(?:го|ого|ое|е|ому|ші|шы|сі|сы|сінде|сында|нде|інде|дан|ден|тан|тен|"
    r"нан|нен|да|де|та|те|ға|ге|қа|ке|і|ы)(?![а-яәғқңөұүі]))?\.?"
)
BETWEEN = r" ?(?:-|/|,|&|(?:und|and|и|по|to|bis|till?|until|мен|пен|бен|және|до)\b) ?(?:the |den |zum )?"
YEAR = r"(?:19|20)\d\d(?!\d|[:.-]\d)"
YEAR_WORD = r"(?: ?(?:г\.?|года|году|ж\.?|жылы|жылғы|жыл|жылдың)(?![а-яәғқңөұүі]))?"
KAZAKH_YEAR = r"(?:(?P<year_before>(?:19|20)\d\d) ?-?(?:жыл(?:ғы|дың|ы)?|ж\.?|года|г\.),?[ \n])?"
DAY_FIRST = re.compile(
    rf"(?<![\d:])(?<!\d[.,/])(?<!\d \d\d ){KAZAKH_YEAR}"  # no telephone's end
    rf"(?P<days>{DAY}{ORDINAL}(?:{BETWEEN}{DAY}{ORDINAL}){{0,6}})"
    rf"[ \n-]{{0,2}}(?:of |күні )?(?:{MONTH.replace('{0}', 'm')})(?![a-zäöüа-яәғқңөұүі])"
    rf"(?:,?[ \n](?:of )?(?P<year>{YEAR}){YEAR_WORD})?"
)
MONTH_FIRST = re.compile(
    rf"(?<![a-zäöüа-яәғқңөұүі\d]){KAZAKH_YEAR}(?:{MONTH.replace('{0}', 'm')})(?![a-zäöüа-яәғқңөұүі])[ \n]"
    rf"(?P<days>{DAY}{ORDINAL}(?:{BETWEEN}{DAY}{ORDINAL}){{0,4}})(?![\d%])(?![:.]\d)(?! ?(?:uhr|"
    rf"[ap]\.?m\b|час|ч\.))"
    rf"(?:,?[ \n](?P<year>{YEAR}))?(?=\W*(?:$|\n|[,.;:()|-]|at\b|from\b|to\b|and\b|in\b|on\b|by\b|"
    rf"until\b|күн|сағ|аралығ|\d))"
)
NUMERIC = re.compile(
    rf"(?<![\d:])(?<!\d[.,/-])(?:(?P<d0>{DAY})(?:\.(?P<m0>0?[1-9]|1[0-2]))?\.? ?(?:-|и|und|and|/) ?)?"
    rf"(?P<d1>{DAY})(?P<sep>[./-]) ?(?P<m1>0?[1-9]|1[0-2])(?P=sep) ?(?P<y1>(?:20)?\d\d)(?![\d:])(?![.-]\d)"
)
ISO = re.compile(
    r"(?<![\d.-])(?P<y1>20\d\d)(?P<sep>[-./])(?P<m1>0[1-9]|1[0-2])(?P=sep)(?P<d1>[0-2]\d|3[01])(?!\d)"
)
WITHOUT_YEAR = re.compile(  # 12.11. in German; 12.11 behind a word that calls for a date
    rf"(?<![\d:])(?<!\d[.,/-])(?:(?P<d0>{DAY})(?:\.(?P<m0>0?[1-9]|1[0-2]))?\. ?- ?)?"
    rf"(?P<d1>{DAY})\.(?P<m1>0?[1-9]|1[0-2])(?P<dot>\.)?(?![\d:])(?!\.\d)"
)
CALLS_FOR_DATE = re.compile(
    rf"(?:\b(?:{ANY_WEEKDAY}|am|den|vom|zum|datum|termin|date|when|дата|даты|когда|күні|қашан|"
    rf"wann)|[📅🗓📆]\ufe0f?)[:,)\s]{{0,4}}$"
)
GERMAN_BEFORE = re.compile(r"\b(?:bis|ab|zum|am|vom)[ \n]$")
GERMAN_AFTER = re.compile(r"\s?(?:$|[,;)\n-]|um|ab|von|bis|im|in|\()")
CALLS_FOR_DEADLINE = re.compile(
    r"(?:регистр\w*|запис\w*|заявк\w*|anmeld\w*|register|registration|rsvp|"
    r"тірке\w*)[^.\n\d]{0,14} (?:до|bis|by|until) $"
)
WEEKDAY_BEFORE = re.compile(
    rf"(?<![a-zäöüа-яәғқңөұүі])(?:{WEEKDAY})(?: ?(?:-|/|,|and|und|и|bis|"
    rf"to) ?(?:{ANY_WEEKDAY}))?(?:,?[ \n]{{0,2}}(?:the |den |dem |күні,? )?|[(])$"
)
WEEKDAY_AFTER = re.compile(
    rf"[ ,(\n-]{{1,3}}(?:an? |ist ein |это |күні,? |\()?(?:{WEEKDAY})(?![a-zäöüа-яәғқңөұүі])"
)
JOINS_RANGE = re.compile(
    rf"^[ \n]?(?:г\. ?|,)?[ \n]?(?:-|to|until|till|through|bis|по|до)[ \n]?(?:zum |the |"
    rf"den )?(?:(?:{ANY_WEEKDAY}),? ?(?:den |the )?)?$"
)
JOINS_LIST = re.compile(
    rf"^[ \n]?(?:,|;|and|und|и|және|&|мен)[ \n]?(?:on |am |den |the )?(?:(?:{ANY_WEEKDAY}),? ?)?$"
)
REACH = 30  # characters looked at on either side of a date


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; the year may not have been written."""

    day: int
    month: int
    year: int | None = None

    def on(self, year: int) -> date | None:
        """The date, or None if there is no such day."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class DateMention:
    """Days written together, and where they stand in the readable text."""

    days: tuple[Day, ...]
    through: bool  # a range, not a list
    start: int
    end: int
    weekday: int | None = None
    weekday_at: tuple[int, int] = (0, 0)
    ambiguous: bool = False  # 03/04: the day might be the second
    ablative: bool = False  # "from" in Kazakh stands behind the month

    @property
    def has_year(self) -> bool:
        """Whether the year was written."""
        return self.days[-1].year is not None


def dates_in(source: Source) -> list[DateMention]:
    """Every date of a text, in order."""
    mentions: list[DateMention] = []
    for mention in sorted(_raw(source), key=lambda mention: (mention.start, -mention.end)):
        if mentions and mention.start < mentions[-1].end:
            continue
        mentions.append(_with_weekday(source, mention))
    return _joined(source, mentions)


def _raw(source: Source) -> Iterator[DateMention]:
    low = source.low
    for pattern in (DAY_FIRST, MONTH_FIRST):
        for match in pattern.finditer(low):
            mention = _worded(match)
            if not _is_verb(source, match):
                yield mention
    for match in ISO.finditer(low):
        yield DateMention(
            (_day(match["d1"], match["m1"], match["y1"]),),
            through=False,
            start=match.start(),
            end=match.end(),
        )
    for match in NUMERIC.finditer(low):
        if match["sep"] != "-" or len(match["y1"]) == 4:  # noqa: PLR2004 - 97-11-27 is a telephone's
            yield _numeric(match, match["y1"])
    for match in WITHOUT_YEAR.finditer(low):
        before = low[max(match.start() - REACH, 0) : match.start()]
        german = match["dot"] and (
            match["m0"] or GERMAN_BEFORE.search(before) or GERMAN_AFTER.match(low[match.end() :][:9])
        )
        if german or CALLS_FOR_DEADLINE.search(before) or CALLS_FOR_DATE.search(before):
            yield _numeric(match, None)


def _worded(match: re.Match[str]) -> DateMention:
    month = next(number for number, _ in MONTHS if match[f"m{number}"])
    written = match["year"] or match["year_before"]
    year = int(written) if written else None
    numbers = [int(number) for number in re.findall(r"\d{1,2}", match["days"])]
    separators = re.findall(rf"{BETWEEN}(?=\d)", match["days"])
    through = len(separators) == 1 and bool(
        re.search(r"-|по|to|bis|till|until|до|мен|пен", separators[0] if separators else "")
    )
    days = tuple(Day(number, month, year) for number in numbers)
    ablative = match[f"m{month}"].rstrip(".").endswith(ABLATIVE)
    return DateMention(days, through, *match.span(), ablative=ablative)


def _is_verb(source: Source, match: re.Match[str]) -> bool:
    """Whether "may" is what people may do; months of English begin with a capital."""
    if match["m5"] != "may":
        return False
    start = match.start("m5")
    return source.plain[start] == "m" and not match["year"]


def _day(day: str, month: str, year: str | None) -> Day:
    full = None if year is None else int(year) if len(year) == 4 else 2000 + int(year)  # noqa: PLR2004
    return Day(int(day), int(month), full)


def _numeric(match: re.Match[str], year: str | None) -> DateMention:
    last = _day(match["d1"], match["m1"], year)
    sep = match.groupdict().get("sep")
    ambiguous = sep == "/" and last.day <= 12 and last.day != last.month  # noqa: PLR2004 - months
    if not match["d0"]:
        return DateMention((last,), through=False, start=match.start(), end=match.end(), ambiguous=ambiguous)
    first = Day(int(match["d0"]), int(match["m0"] or match["m1"]), last.year)
    return DateMention((first, last), through=True, start=match.start(), end=match.end(), ambiguous=ambiguous)


def _with_weekday(source: Source, mention: DateMention) -> DateMention:
    low = source.low
    before = max(mention.start - REACH, 0)
    match = WEEKDAY_BEFORE.search(low[before : mention.start])
    if match:
        number = _weekday(match)
        return replace(
            mention,
            weekday=number,
            weekday_at=(before + match.start(f"w{number}"), before + match.end(f"w{number}")),
        )
    match = WEEKDAY_AFTER.match(low, mention.end, mention.end + REACH)
    if match and not mention.through:
        number = _weekday(match)
        return replace(mention, weekday=number, weekday_at=match.span(f"w{number}"))
    return mention


def _weekday(match: re.Match[str]) -> int:
    return next(number for number, _ in WEEKDAYS if match[f"w{number}"])


def _joined(source: Source, mentions: list[DateMention]) -> list[DateMention]:
    """Neighbours that are the two ends of a range, or a list, made one."""
    joined: list[DateMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        kind = _joint(source, last, mention) if last else None
        if last is None or kind is None:
            joined.append(mention)
            continue
        year = mention.days[-1].year
        days = (
            *(day if day.year else _before(day, mention.days[0], year) for day in last.days),
            *mention.days,
        )
        whole = replace(last, days=days, through=kind == "range", end=mention.end, ablative=False)
        joined[-1] = whole
    return joined


def _joint(source: Source, last: DateMention, mention: DateMention) -> str | None:
    between = source.low[last.end : mention.start]
    if last.weekday is not None and last.weekday_at[0] >= last.end:
        between = source.low[min(last.weekday_at[1], mention.start) : mention.start].lstrip(")")
    if len(last.days) > 6:  # noqa: PLR2004 - no list of days is longer
        return None
    if len(last.days) == 1 and (JOINS_RANGE.match(between) or (last.ablative and not between.strip())):
        return "range"
    if JOINS_LIST.match(between) and last.has_year <= mention.has_year:
        return "list"
    return None


def _before(day: Day, follows: Day, year: int | None) -> Day:
    if year is None:
        return day
    return replace(day, year=year - 1 if (day.month, day.day) > (follows.month, follows.day) else year)
