"""Times of the day as people write them, alone and as ranges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from regapp.announcements.calendar_words import MONTHS, WEEKDAYS
from regapp.announcements.source import Source

HOUR = r"(?P<h>[01]?\d|2[0-4])"
SUFFIX = r"(?:-?(?:де|да|те|та|ден|дан|тен|тан|нен|нан|ге|ға|ке|қа|не|на|нде)(?![а-яәғқңөұүі]))?"
HALF = r"(?: ?(?P<half>[ap])\.?m\b\.?)"
UNIT = r"(?: ?(?:uhr\b|час(?:ов|а|ам)?\b|ч\b\.?|h\b|hrs?\b|o.?clock\b))"
EVENING = re.compile(
    r"^[ ,]{0,2}(?:вечера|дня|abends|nachmittags|in the (?:evening|afternoon)|at night|кешк)"
)
OF_DAY = re.compile(r"^[ ,]{0,2}(?:утра|вечера|дня|ночи)\b")
EVENING_BEFORE = re.compile(r"(?:кешкі|кешке|түстен кейінгі|кешкілік)[ \n](?:сағат[ \n])?$")
CLOCK = re.compile(rf"(?<![\d:.,]){HOUR}:(?P<m>[0-5]\d)(?::00)?(?!\d|:\d){HALF}?{UNIT}?{SUFFIX}")
DOTTED = re.compile(
    rf"(?<![\d:.,/])(?<!\d-\d)(?<![+]){HOUR}(?P<sep>[.-])(?P<m>[0-5]\d)(?![\d:]|"
    rf"[.,]\d)(?!-\d(?!\d?[.:-][0-5]\d(?!\d))){HALF}?(?P<unit>{UNIT})?(?P<suffix>{SUFFIX})"
)
HALF_DAY = re.compile(rf"(?<![\d:.,-]){HOUR}{HALF}")
WHOLE = re.compile(
    rf"(?<![\d:.,]){HOUR}(?P<unit>{UNIT})(?: ?(?P<m>[0-5]\d) ?(?:минут|мин\.?|м\b)?(?!\d|[.:]\d))?"
)
KAZAKH = re.compile(
    rf"сағат(?:тың|ы|та)?:?[ \n](?:таңғы |кешкі |түскі )?{HOUR}(?:[:.](?P<m>[0-5]\d))?(?!\d|[.:]\d){SUFFIX}"
)
NOON = re.compile(r"\b(?:at noon|12 noon|в полдень|um mittag)\b")
BARE_RANGE = re.compile(  # the unit stands only at the second
    r"(?<![\d:.,/+])(?<!\d-)(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))?(?P<gap> ?- ?| ?(?:to|bis|"
    r"до|until|till|und|и|and) )"
    r"(?!(?<=-)00)(?P<h2>[01]?\d|2[0-4])(?:[:.](?P<m2>[0-5]\d))?(?![\d:])(?: ?(?P<half>[ap])\.?m\b\.?|"
    r"(?P<unit> ?(?:uhr\b|час(?:ов|а|ам)\b|ч\b\.?|h\b|hrs?\b)))"
)
KAZAKH_RANGE = re.compile(
    r"(?<![\d:.,/+-])(?:сағат(?:тың|ы)?[ \n])?(?P<h>[01]?\d|"
    r"2[0-4])(?:[:.](?P<m>[0-5]\d))?-?(?:дан|ден|тан|тен|нан|нен)[ \n]"
    r"(?:сағат )?(?P<h2>[01]?\d|2[0-4])(?:[:.](?P<m2>[0-5]\d))?-?(?:ға|ге|қа|ке|на|не)[ \n]дейін"
)
CALLS_FOR_TIME = re.compile(
    r"(?:(?:^|[^\w])(?:в|с|до|к|со|около|um|ab|von|bis|at|from|to|till|until|gegen|сағат|сағаты|"
    r"басталуы|уақыты|время|начало|старт|сбор|окончание|ende|time|beginn|uhrzeit|zeit|start|и|und|and)"
    r"|[⏰🕒🕓🕔🕕🕖🕘🕙🕚🕛🕐🕑🕗⌚]\ufe0f?)(?:[ :]{1,3}| - |\t|\n)(?:в |um |at )?$"
)
COUNTS_HOURS = re.compile(
    r"(?:(?:^|[^\w])(?:в|с|со|до|к|um|ab|von|bis|at|from|to|начало|время|beginn|uhrzeit|start|"
    r"около|и|und)[ :]{1,3}(?:в )?|- ?|\t|\A|\n)$"
)
JOINS = re.compile(r"^[ \n]?(?:-|to|till|until|bis|до|по|и до|and|und|и)[ \n]?(?:um |в |at |zum |около )?$")
OPENS_LINE = re.compile(r"(?:\A|\n)[^\w\n]{0,4}$")
BEHIND_DATE = re.compile(
    rf"(?<![a-zäöüа-яәғқңөұүі])(?:{'|'.join(words for _, words in (*MONTHS, *WEEKDAYS))}|"
    rf"20\d\d(?: ?(?:г|ж)\.?| года)?|күні)[),]{{0,2}} $"
)
REACH = 24
LAST_MORNING_HOUR = 11


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time on some wall clock, or from one to another; minutes after midnight. Its place in the text."""

    first: int
    last: int | None
    start: int
    end: int
    first_end: int  # where the words of the first time end
    last_start: int
    half_taken: bool = False  # the first hour's half of the day is that of the second


def clock(minutes: int) -> str:
    """HH:MM."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def times_in(source: Source) -> list[TimeMention]:
    """Every time of a text, in order, ranges made one."""
    kept: list[TimeMention] = []
    for mention in sorted(_raw(source), key=lambda mention: (mention.start, -mention.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end > kept[-1].end and kept[-1].last is None:
                kept[-1] = mention
            continue
        kept.append(mention)
    return _joined(source, kept)


def _raw(source: Source) -> Iterator[TimeMention]:
    low = source.low
    yield from _ranges(low)
    for pattern in (CLOCK, HALF_DAY, KAZAKH):
        yield from (_mention(low, match) for match in pattern.finditer(low))
    for match in DOTTED.finditer(low):
        if _is_dotted_time(low, match):
            yield _mention(low, match)
    for match in WHOLE.finditer(low):
        before = low[max(match.start() - REACH, 0) : match.start()]
        of_day = OF_DAY.match(low[match.end() : match.end() + REACH])
        if match["unit"].strip() == "uhr" or of_day or COUNTS_HOURS.search(before):
            yield _mention(low, match)
    for match in NOON.finditer(low):
        yield TimeMention(12 * 60, None, *match.span(), match.end(), match.start())


def _ranges(low: str) -> Iterator[TimeMention]:
    for match in [*BARE_RANGE.finditer(low), *KAZAKH_RANGE.finditer(low)]:
        half = match.groupdict().get("half")
        unit = match.groupdict().get("unit") or ""
        counted = (
            match.re is KAZAKH_RANGE
            or half
            or "uhr" in unit
            or match["gap"].strip() in {"-", "до", "to", "bis"}
        )
        if not counted:
            continue
        first, last = _minutes(match["h"], match["m"], None), _minutes(match["h2"], match["m2"], half)
        taken = half == "p" and first <= LAST_MORNING_HOUR * 60 + 59 and first + 12 * 60 < last
        first += 12 * 60 if taken else 0
        first_end = match.end("m") if match["m"] else match.end("h")
        yield TimeMention(first, last, *match.span(), first_end, match.start("h2"), taken)


def _mention(low: str, match: re.Match[str]) -> TimeMention:
    groups = match.groupdict()
    minutes = _minutes(match["h"], groups.get("m"), groups.get("half"))
    evening = (
        EVENING.match(low[match.end() : match.end() + REACH])
        or EVENING_BEFORE.search(low[max(match.start() - REACH, 0) : match.start()])
        or "кешкі" in match[0]
    )
    if evening and minutes < 12 * 60:
        minutes += 12 * 60
    return TimeMention(minutes, None, *match.span(), match.end(), match.start())


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours = int(hour)
    if half and hours <= 12:  # noqa: PLR2004 - hours of a clock's face
        hours = hours % 12 + (12 if half == "p" else 0)
    return hours * 60 + int(minute or 0)


def _is_dotted_time(low: str, match: re.Match[str]) -> bool:
    """Whether 17.00 is a time: something calls for one, it has a unit, or it is an end of a range."""
    if match["sep"] == "-" and low[match.start() - 1 : match.start()] == "-":
        return False  # 391-17-00
    if match["unit"] or match["suffix"] or match["half"]:
        return True
    before = low[max(match.start() - REACH, 0) : match.start()]
    after = low[match.end() : match.end() + REACH]
    if CALLS_FOR_TIME.search(before) or BEHIND_DATE.search(before):
        return True
    ranged = re.match(r"^ ?(?:-|до|bis|to) ?(?:[01]?\d|2[0-4])[.-][0-5]\d(?![\d.-])", after)
    ends = re.search(r"(?<![\d.])(?:[01]?\d|2[0-4])[.-][0-5]\d ?(?:-|до|bis|to) ?$", before)
    if ranged or ends:
        return match["sep"] == "." or match["m"][1] in "05"
    two_digits = len(match["h"]) == 2 and match["m"][1] in "05"  # noqa: PLR2004
    return two_digits and bool(OPENS_LINE.search(before)) and bool(re.match(r" ?- |[ \t][^\W\d]|\t", after))


def _joined(source: Source, mentions: list[TimeMention]) -> list[TimeMention]:
    joined: list[TimeMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        between = source.low[last.end : mention.start] if last else ""
        if (
            last is None
            or last.last is not None
            or mention.last is not None
            or not JOINS.match(between)
            or (
                re.fullmatch(r"[ \n]?(?:and|und|и)[ \n]?.*", between)
                and not re.search(
                    r"(?:between|zwischen|между)[ \n]$", source.low[max(last.start - 10, 0) : last.start]
                )
            )
        ):
            joined.append(mention)
        else:
            joined[-1] = _range(source, last, mention)
    return joined


def _range(source: Source, first: TimeMention, last: TimeMention) -> TimeMention:
    """A range; "5:00 - 7:00 pm" has its half of the day at the end only."""
    start = first.first
    written = source.low[last.start : last.end]
    taken = (
        "p" in re.sub(r"[^apm]", "", written)[:1]
        and not re.search(r"[ap]\.?m", source.low[first.start : first.end])
        and start < 12 * 60 <= last.first
        and start + 12 * 60 < last.first
    )
    return replace(
        first,
        first=start + 12 * 60 if taken else start,
        last=last.first,
        end=last.end,
        last_start=last.start,
        half_taken=taken,
    )
