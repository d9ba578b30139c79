"""A text with all that several readers ask about it: its sentences, labels, links, dates, times and zones."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from regapp.announcements.dates import DateMention, dates_in
from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.hours import TimeMention, times_in
from regapp.announcements.labels import Label, Section, Sections
from regapp.announcements.languages import language_of
from regapp.announcements.links import Link, links_of
from regapp.announcements.sentences import Sentences
from regapp.announcements.source import Source, source_of
from regapp.announcements.zones import ZoneMention, zones_in

CLOSING = re.compile(  # the end of a letter; what follows is who writes
    r"\n\W{0,2}(?:(?:best|kind|warm) (?:regards|wishes)|regards|yours (?:sincerely|faithfully|"
    r"truly)|sincerely|с уважением|"
    r"с наилучшими|құрметпен|ізгі тілек|mit (?:freundlichen|besten|herzlichen|lieben) gr|"
    r"(?:viele|beste|herzliche|liebe|freundliche) "
    r"gr[uü]|es grüß|cheers|(?:many )?thanks|danke|спасибо|рахмет|bis (?:bald|dann)|see you|"
    r"до встречи|кездескенше|-- ?\n)"
)
SIGNATURE = 400  # characters
MOST, MOST_ZONES = 300, 40  # of dates, times, links; of zones: what has more announces no event


@dataclass
class Page:
    """One announcement in the course of being read."""

    source: Source

    @classmethod
    def of(cls, text: str) -> "Page":
        """A page of the pasted text."""
        return cls(source_of(text))

    @property
    def low(self) -> str:
        """The text for comparing."""
        return self.source.low

    @cached_property
    def sections(self) -> Sections:
        """What stands under labels."""
        return Sections(self.source)

    @cached_property
    def sentences(self) -> Sentences:
        """Where sentences begin and end."""
        return Sentences(self.source, self.sections)

    @cached_property
    def dates(self) -> list[DateMention]:
        """Every date."""
        return dates_in(self.source)[:MOST]

    @cached_property
    def times(self) -> list[TimeMention]:
        """Every time of the day; 14-15 October is none."""
        dates = iter([*self.dates, None])
        date = next(dates)
        times = []
        for time in times_in(self.source):
            while date and date.end <= time.start:
                date = next(dates)
            if date is None or time.end <= date.start:
                times.append(time)
        return times[:MOST]

    @cached_property
    def moments(self) -> list[DateMention | TimeMention]:
        """Every date and every time."""
        return [*self.dates, *self.times]

    @cached_property
    def flat(self) -> str:
        """The text for comparing, with the lines that only their width broke in one."""
        ends = {end - 1 for _, end in self.sentences.all()}
        return "".join(
            " " if character == "\n" and position not in ends else character
            for position, character in enumerate(self.low)
        )

    @cached_property
    def zones(self) -> list[ZoneMention]:
        """Every zone."""
        return list(islice(zones_in(self.source), MOST_ZONES))

    @cached_property
    def links(self) -> list[Link]:
        """Every web address."""
        return links_of(self.source)[:MOST]

    @cached_property
    def _signatures(self) -> list[int]:
        return [match.start() for match in islice(CLOSING.finditer(self.low), MOST_ZONES)]

    def in_signature(self, position: int) -> bool:
        """Whether it stands below a letter's closing words, where the sender's address is."""
        return any(0 <= position - start < SIGNATURE for start in self._signatures)

    def before(self, position: int, reach: int = 60) -> str:
        """What stands before a position, line ends as blanks; not beyond a paragraph."""
        piece = self.low[max(position - reach, 0) : position]
        return piece.rpartition("\n\n")[2].replace("\n", " ").replace("\t", " ")

    def after(self, position: int, reach: int = 60) -> str:
        """What follows a position, likewise."""
        return (
            self.low[position : position + reach].partition("\n\n")[0].replace("\n", " ").replace("\t", " ")
        )

    def sentence(self, position: int) -> str:
        """The sentence around a position."""
        start, end = self.sentences.around(position)
        return self.low[start:end]

    def label(self, position: int) -> Label | None:
        """The label of the line in which a position stands; labelled programmes hold for many lines."""
        section = self.sections.at(position)
        if section is None:
            return None
        if section.kind == Label.AGENDA or self._in_first_lines(section, position):
            return section.kind
        return None

    def _in_first_lines(self, section: Section, position: int) -> bool:
        begins = section.start + 1 if section.whole else section.start
        return "\n" not in self.low[begins:position]

    def body(self, section: Section) -> tuple[int, int]:
        """The words of a section: the rest of its line, or the next line where that is empty; unwrapped."""
        start = section.start
        while start < section.end and self.low[start] in " \t\n:-":
            start += 1
        return self.source.trimmed(start, self.body_end(start, section.end))

    def body_end(self, start: int, limit: int) -> int:
        """Where the line of a position ends, with the lines that only its width broke."""
        end = start
        while end < limit:
            end = min(max(self.sentences.around(end)[1], end + 1), limit)
            if self.low[end - 1] == "\n":
                break
        return end

    def text(self, start: int, end: int) -> str:
        """The words of a span on one line, as people see them."""
        return " ".join(self.source.plain[start:end].split())

    def found(
        self,
        field: Field,
        start: int,
        end: int,
        value: str | None = None,
        *,
        inferred: Reason | None = None,
        detail: str = "",
        spoken: bool = False,
    ) -> Found:
        """A value and its words; without ``value`` the words themselves; ``spoken`` adds their language."""
        words = self.text(start, end)
        language = language_of(words.lower()) if spoken else None
        return Found(
            field,
            words if value is None else value,
            *self.source.span(start, end),
            inferred,
            detail,
            language,
        )
