"""What the event is called: under a label, in quotation marks, as a heading, or in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace

from regapp.announcements.found import Found, Reason
from regapp.announcements.headings import (
    FEWEST_LETTERS,
    LONGEST_HEADING,
    headed,
    headings,
    letters_of,
    names_kind,
    titled,
)
from regapp.announcements.kazakh_hosts import END, WHAT
from regapp.announcements.kinds import PATTERNS
from regapp.announcements.labels import Label
from regapp.announcements.languages import spoken_in
from regapp.announcements.page import Page
from regapp.announcements.title_words import (
    ABOUT,
    ABOUT_AFTER,
    CLAUSE_END,
    CYRILLIC_I,
    HELD,
    INVITES_TO,
    QUOTED,
)
from regapp.vocabulary import Language

OF_HOST = re.compile(rf"[ \n](?:[^\W\d_]{{3,20}} ){{0,2}}{WHAT}(?!\w)")  # «Ұрпақтар үні» қоғамдық бірлестігі
INVITES_COLON = re.compile(
    r"(?:(?:lädt|laden)[^:\n.]{0,60} ein(?: zu[mr]?[^:\n.]{0,40})?|приглаша(?:ет|"
    r"ют)[^:\n.]{0,50}|invites?[^:\n.]{0,50}|шақырады):\s{1,3}(?!-|•|\d)"
)
EARLY = 3000  # characters; a title in quotation marks stands before


def read_titles(page: Page, languages: list[Language]) -> list[Found]:
    """The title, once in each language that a text with several has."""
    found: dict[Language | None, Found] = {}
    for one in (spoken_in(languages, one) for one in _candidates(page)):
        if one.language not in found and not any(known.value == one.value for known in found.values()):
            found[one.language] = one
    titles = list(found.values())
    sure = [title for title in titles if title.inferred is None]
    kept = sure or titles[:1]
    return [title for title in kept if title.language is not None] or kept[:1]


def _candidates(page: Page) -> Iterator[Found]:
    yield from _labelled(page)
    yield from _quoted(page)
    yield from _behind_invitation(page)
    yield from headings(page)
    yield from _sentences(page)
    yield from _held(page)


def _labelled(page: Page) -> Iterator[Found]:
    for section in page.sections.of(Label.TITLE):
        start, end = page.body(section)
        if "\n\n" in page.low[section.start : start] and not section.whole:
            continue
        if (
            start < end
            and end - start <= LONGEST_HEADING
            and letters_of(page.low[start:end]) >= FEWEST_LETTERS
        ):
            yield from headed(page, start, end)


def _quoted(page: Page) -> Iterator[Found]:
    """What stands in quotation marks beside the kind of event, or behind "on the topic"."""
    for match in QUOTED.finditer(page.source.plain):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        before = page.before(match.start(), 110)
        after = page.flat[match.end() : match.end() + 70]
        about = ABOUT.search(before.replace("\n", " ")) or ABOUT_AFTER.match(after)
        kind = any(pattern.search(before[-60:]) or pattern.search(after) for _, pattern in PATTERNS)
        words = len(page.low[start:end].split())
        label = page.label(match.start())
        if (
            (label == Label.AGENDA and not kind)
            or label in {Label.HOST, Label.PARTNER, Label.PLACE, Label.SPEAKER, Label.MODERATOR}
            or match.start() > EARLY
        ):
            continue
        line = page.source.trimmed(*page.source.line(match.start()), " \t*.!")
        alone = match.start() < 400 and line == match.span()  # noqa: PLR2004 - near the top
        if OF_HOST.match(after):
            continue
        if about or (alone and words > 1) or (kind and words > 1 and not _is_name_of_host(before)):
            yield titled(page, start, end)


def _behind_invitation(page: Page) -> Iterator[Found]:
    """The Centre invites: how to talk about conflicts."""
    match = INVITES_COLON.search(page.low)
    if match and match.start() < EARLY // 6:
        start, end = page.source.trimmed(match.end(), page.source.line(match.end())[1])
        if FEWEST_LETTERS * 2 < end - start <= LONGEST_HEADING:
            yield from headed(page, start, end)


def _is_name_of_host(before: str) -> bool:
    return bool(
        re.search(
            r"(?:\bngo|\bнпо|\bоф|\bоо|\bтоо|университет\w*|ассоциац\w+|фонд\w*|хаб\w*|клуб\w*|"
            r"club|verein|association|foundation|"
            r"theatre|hotel|отел\w+|центр\w*|орталығ\w+|қауымдастығ\w+|зал\w*|hall)[ \n]$",
            before,
        )
    )


def _sentences(page: Page) -> Iterator[Found]:
    """What a sentence invites to, from the kind to the end of the clause."""
    for match in INVITES_TO.finditer(page.flat):
        limit = min(match.end() + 300, len(page.low))
        piece = page.flat[match.end() : limit]
        kind = next((found for _, pattern in PATTERNS if (found := pattern.search(piece[:60]))), None)
        if not kind:
            continue
        stop = CLAUSE_END.search(piece, kind.end())
        end = match.end() + (stop.start() if stop else len(piece))
        dates = [date.start for date in page.dates if match.end() < date.start < end]
        end = min([end, *dates])
        start, end = page.source.trimmed(match.end(), end, ' \t\n,:–-(«»"')
        while (
            trail := re.search(
                r"[ \n](?:on|am|at|в|на|с|from|vom|die|der|das|dem|den|which|um|den|ein|und|and|и|in|\w+tag|"
                r"\w+day|(?:в|во) \w+(?:у|ник|г|ье)),?$",
                page.low[start:end],
            )
        ) and trail.start() > 0:
            end = start + trail.start()
        if len(page.low[start:end].split()) > 2:  # noqa: PLR2004 - more than the kind
            yield replace(titled(page, start, end), inferred=Reason.SENTENCE)
            return


def _held(page: Page) -> Iterator[Found]:
    """The annual session of the assembly will be held on 5 May."""
    for start, end in page.sentences.all()[:25]:
        sentence = page.low[start:end]
        verb = HELD.search(sentence)
        if not verb or page.label(start) is not None:
            continue
        stop = min([start + verb.start(), *(date.start for date in page.dates if start < date.start < end)])
        first = start
        for date in page.dates:
            ahead = not names_kind(page.low[start : date.start]) and date.start < start + verb.start()
            if start <= date.start and (date.start < start + 12 or (ahead and CYRILLIC_I.search(sentence))):
                first, stop = date.end, start + verb.start()
        stop = min([stop, *(time.start for time in page.times if first < time.start < stop)])
        kind = next(
            (match for _, pattern in PATTERNS if (match := pattern.search(page.low[first:stop]))), None
        )
        hosts = [
            one.end() for one in END.finditer(page.flat, first, stop) if not (one["case"] or "").endswith("ң")
        ]
        first = max([first, *(one for one in hosts if kind and one <= first + kind.start())])
        first, stop = page.source.trimmed(first, stop, " \t\n,:–-")
        kind = next(
            (match for _, pattern in PATTERNS if (match := pattern.search(page.low[first:stop]))), None
        )
        beside = letters_of(page.low[first:stop]) - letters_of(kind[0]) if kind else 0
        if kind and beside > 11 and 2 < len(page.low[first:stop].split()) < 25:  # noqa: PLR2004 - more than the kind
            lead = re.match(
                r"(?:(?:unser|our|наш)\w{0,2}(?: (?:nächste|next|следующ|очередн)\w{0,3})?|the|"
                r"a|an|die|der|das|ein|eine|күндері|күні|сағат \S+) ",
                page.low[first:stop],
            )
            yield replace(titled(page, first + (lead.end() if lead else 0), stop), inferred=Reason.SENTENCE)
            return
