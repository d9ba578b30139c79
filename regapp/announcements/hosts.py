"""Which organisations hold the event."""

import re
from collections.abc import Iterator

from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.host_words import (
    ACRONYM,
    AFTER_WITH,
    APPOSITION,
    ARTICLE,
    BEHIND_NAMES,
    BESIDE_SUBJECT,
    GENITIVE,
    INFLECTING,
    INVITING,
    JOINTLY,
    LEAD,
    NO_HOST,
    ORGANISATION,
    PARTS,
    PRONOUN,
    QUOTED,
    RELATIVE,
    STRONG,
    TITLED,
)
from regapp.announcements.kazakh_hosts import WHAT, kazakh_names
from regapp.announcements.kinds import PATTERNS
from regapp.announcements.labels import Label
from regapp.announcements.lists import lines_in
from regapp.announcements.page import Page
from regapp.announcements.people import NAME
from regapp.announcements.title_words import GREETING

LONGEST = 140
SHORTEST = 3
HEAD_LINES, MOST_IN_HEAD = 6, 13  # lines and words
AT = re.compile(r" (?:an|at|in|im|am|to|zu|в|на|from|mit|with) ")  # says more than a name
INITIAL = re.compile(r"\b(?:[^\W\d_]|им)\.")
MOST_WITH_ACRONYM = 4  # words
TIME_FIRST = 50  # characters
LATEST_VERB = 260  # characters from the beginning of a sentence
DIGIT = re.compile(r"\d")  # in a line of a place or a time
KAZAKH_WHAT = re.compile(rf" {WHAT}(?:[мпб]ен|[нтд][ыі]ң)?$")
MOST = 8


def read_hosts(page: Page, titles: list[Found]) -> list[Found]:
    """Under a label; those who invite in a sentence, with those they do it with; or the letter's head."""
    found: dict[str, Found] = {}
    for one in [*_labelled(page), *_inviting(page), *_jointly(page)]:
        known = any(_is_same(one.value, other) for other in found)
        if not known and len(found) < MOST:
            found[one.value] = one
    return list(found.values()) or list(_letterhead(page, titles))


def _letterhead(page: Page, titles: list[Found]) -> Iterator[Found]:
    """Lines near the top that are the name of an organisation and no more."""
    position = 0
    for _line in range(HEAD_LINES):
        start, end = page.source.trimmed(position, page.source.line(position)[1], " \t*#_")
        position = page.source.line(position)[1] + 1
        place = page.source.starts[start] if start < len(page.low) else 0
        title = any(one.start <= place < one.end for one in titles)
        if start < end and not title and _is_letterhead(page, start, end):
            yield from _names(page, start, end, sure=False)
        if position >= len(page.low):
            return


def _is_letterhead(page: Page, start: int, end: int) -> bool:
    low = page.low[start:end]
    words = low.split()
    named = any(ORGANISATION.search(word) for word in words[:4]) or ORGANISATION.search(words[-1])
    plain = len(words) < MOST_IN_HEAD and not re.search(r"[.!?:\d«„“]", INITIAL.sub("", low))
    whole = page.sentences.around(start)[0] >= start - 2 and page.label(start) is None
    plain = plain and not AT.search(low)
    kind = any(pattern.search(low) for _, pattern in PATTERNS)
    plain = plain and not GREETING.match(low)
    return bool(named and plain and whole and not kind and not page.in_signature(start))


def _is_same(one: str, other: str) -> bool:
    short, long = sorted((one.lower().strip('«»"“”„'), other.lower().strip('«»"“”„')), key=len)
    return short in long


def _labelled(page: Page) -> Iterator[Found]:
    for section in page.sections.of(Label.HOST, Label.PARTNER):
        start, end = section.start, section.end
        while start < end and page.low[start] in " \t:-":
            start += 1
        if page.low[start : start + 1] == "\n":
            for line in lines_in(page, start + 1, end):
                names = list(_names(page, line.start, line.end, sure=True))
                if not names:
                    break
                yield from names
        else:
            yield from _names(page, start, page.body_end(start, end), sure=True)


def _inviting(page: Page) -> Iterator[Found]:
    """The subject of a sentence that invites."""
    for start, end in page.sentences.all()[:40]:
        if page.label(start) not in {None, Label.OTHER}:
            continue
        for first, last in kazakh_names(page, start, end):
            yield from _names(page, first, last, sure=False)
        for language, pattern in INVITING.items():
            match = pattern.search(" " + page.flat[start:end])
            if not match or match.start() > LATEST_VERB:
                continue
            verb = start + match.start("verb") - 1
            if verb <= start:
                yield from _lines_above(page, start)
                continue
            yield from _subject(page, start, verb)
            if language == "de":
                yield from _behind_verb(page, verb + len(match["verb"]), end)
            break


def _subject(page: Page, start: int, verb: int) -> Iterator[Found]:
    subject = start + _lead(page.source.plain[start:verb])
    # "On Friday, 2 October, at 3 p.m. the Assembly invites": the time stands before who invites.
    subject = max(
        [
            subject,
            *(
                one.end
                for one in [*page.moments, *page.zones]
                if start <= one.start < min(verb, start + TIME_FIRST)
            ),
        ]
    )
    if titled := TITLED.search(page.low, subject, verb):
        verb = titled.start()
    if beside := BESIDE_SUBJECT.search(page.flat[subject:verb]):
        verb = subject + beside.start()
    if verb - subject >= SHORTEST and not PRONOUN.match(page.low[subject:verb].strip()):
        yield from _names(page, subject, verb, sure=False)


def _lines_above(page: Page, position: int) -> Iterator[Found]:
    """The head of a letter whose lines are the names, and which goes on with "invite you"."""
    found: list[Found] = []
    for _line in range(MOST):
        start, end = page.source.trimmed(*page.source.line(max(position - 1, 0)))
        position = page.source.line(start)[0]
        if start < end and len(page.low[start:end].split()) > 1 and not DIGIT.search(page.low, start, end):
            names = list(_names(page, start, end, sure=False))
            if not names:
                break
            found = [*names, *found]
        if position == 0:
            break
    yield from found


def _behind_verb(page: Page, start: int, end: int) -> Iterator[Found]:
    """Am 5. Mai lädt die Universität zu einem Seminar ein."""
    match = re.match(
        r"\W{0,2}(?:sie )?(?P<names>(?:die|der|das) [^.;\n!?]{3,160}?)(?: zu(?:m|r)? | ein\b|"
        r" eine[nm]? | sie | alle | am | herzlich)",
        page.low[start:end],
    )
    if match:
        yield from _names(page, start + match.start("names"), start + match.end("names"), sure=False)


def _lead(words: str) -> int:
    match = LEAD.match(words.replace("\n", " "))
    return match.end() if match else 0


def _jointly(page: Page) -> Iterator[Found]:
    for match in [*JOINTLY.finditer(page.flat), *RELATIVE.finditer(page.flat)]:
        cut = BEHIND_NAMES.search(match["names"])
        end = match.start("names") + (cut.start() if cut else len(match["names"]))
        inflected = Reason.FORM_OF_WORD if INFLECTING.match(match[0]) else None
        yield from _names(page, match.start("names"), end, sure=False, inferred=inflected)


def _names(
    page: Page, start: int, end: int, *, sure: bool, inferred: Reason | None = None
) -> Iterator[Found]:
    """The organisations of a piece of text, parted where each part looks like one."""
    found_before = False
    for part in _parts(page, start, end):
        first, last = _bare(page, *part)
        words = page.source.plain[first:last]
        looks = _looks(words) or (sure and (words[:1].isupper() or ORGANISATION.match(words.lower())))
        if not (looks and 1 < len(words) <= LONGEST) or "@" in words or "http" in words or words[0] == "(":
            continue
        if (found_before and APPOSITION.match(words.lower())) or _is_person(words):
            continue
        if NO_HOST.search(words.lower()):
            continue
        found_before = True
        with_others = AFTER_WITH.search(page.before(first, 24)) or GENITIVE.search(words)
        reason = Reason.FORM_OF_WORD if with_others else inferred
        yield page.found(Field.HOST, first, last, inferred=reason, spoken=True)


def _is_person(words: str) -> bool:
    """Whether it is a name with a post behind a comma."""
    name = words.partition(",")
    return bool(name[1] and NAME.fullmatch(name[0].strip()) and not ORGANISATION.search(name[0].lower()))


def _bare(page: Page, start: int, end: int) -> tuple[int, int]:
    """A name without articles and prepositions before it, and marks around it."""
    start, end = page.source.trimmed(start, end)
    lead = ARTICLE.match(page.low, start, end)
    start, end = page.source.trimmed(lead.end() if lead else start, end, " \t\n,.;:-–—•*")
    # An association, in German, keeps its full stop.
    return start, end + 1 if re.search(r"(?:^|\W)e\. ?V$", page.source.plain[start:end]) else end


def _parts(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.span() for match in PARTS.finditer(page.flat[start:end])]
    parts: list[tuple[int, int]] = []
    position = 0
    quoted = [match.span() for match in QUOTED.finditer(page.source.plain[start:end])]
    for cut_start, cut_end in [*cuts, (end - start, end - start)]:
        if any(one < cut_start < two for one, two in quoted):
            continue
        before = page.source.plain[start + position : start + cut_start]
        after = page.source.plain[start + cut_end : end]
        next_cut = PARTS.search(after.lower())
        following = after[: next_cut.start()] if next_cut else after
        if (
            cut_start == end - start
            or (_looks(before) and _looks(following))
            or STRONG.search(page.flat[start + cut_start : start + cut_end])
            or "\n" in page.flat[start + cut_start : start + cut_end]
            or ";" in page.low[start + cut_start : start + cut_end]
        ):
            parts.append((start + position, start + cut_start))
            position = cut_end
    return parts


def _looks(words: str) -> bool:
    """Whether words look like the name of an organisation."""
    words = re.sub(
        r"^(?:the|der|die|das|dem|den|des)\s", "", words.strip(" \n\t,.()•-–—"), flags=re.IGNORECASE
    )
    if not words or not (
        words[0].isupper()
        or words[0] in '«"“„'
        or any(c.isupper() for c in words.split()[0])
        or (QUOTED.search(words) and ORGANISATION.match(words.lower().rpartition(" ")[0].split(" ")[-1]))
        or (ORGANISATION.match(words.lower()) and words != words.lower())  # акимат Карагандинской области
        or KAZAKH_WHAT.search(words.lower())
    ):
        return False
    if ACRONYM.match(re.split("[ -]", words)[0]) and len(words.split()) <= MOST_WITH_ACRONYM:  # TU Dresden
        return True
    if QUOTED.search(words) and len(words) < LONGEST:
        return True
    return bool(ORGANISATION.search(words.lower()))
