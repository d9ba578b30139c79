"""The numbers of an event's overview as pictures, each with its table: from kept totals, not from rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from markupsafe import Markup

from regapp import texts
from regapp.documents.charts import Bar, bar_chart
from regapp.models import Event, Question, Quota, TicketType
from regapp.models.traits import EVERYBODY, part_trait
from regapp.queries.attendee_filter import ANSWER
from regapp.vocabulary import Language, QuestionKind, Source, Status
from regapp.web.formats import country_name, read
from regapp.web.organise.answers import question_label
from regapp.web.question_words import choice_words
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext
from regapp.web.words import source_word

Totals = Mapping[str, int]
MOST_BARS = 12  # of which a picture is still read; the table has all
FEWEST = 2  # values that are a difference
UNKNOWN = "–"
COLUMNS = (Status.CONFIRMED, Status.PENDING, Status.OFFERED, Status.WAITING)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; ``address`` leads to the people it counts."""

    label: str
    cells: list[str]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the table behind it. ``name`` is unique in the page."""

    name: str
    title: str
    picture: Markup
    head: list[str]
    lines: list[Line] = field(default_factory=list)


def places_figure(event: Event, totals: Totals, *, is_linked: bool) -> Figure:
    """What is taken of each quota, and of what has no limit; who waits, and who asks for a yes."""
    stands = [*_quotas(event, totals, is_linked=is_linked), *_unlimited(event, totals)]
    bars = [bar for bar, _line in stands]
    title = _("Places")
    described = "; ".join(f"{bar.label}: {bar.detail}" for bar in bars)
    return Figure(
        "places",
        title,
        bar_chart("places", title, described, bars, own_scales=True),
        [_("Quota"), _("Places"), _("Confirmed"), _("Kept for others"), _("Waiting"), _("Free")],
        [line for _bar, line in stands],
    )


def _quotas(event: Event, totals: Totals, *, is_linked: bool) -> Iterator[tuple[Bar, Line]]:
    for quota in event.quotas:
        counts = _counts([one for one in event.ticket_types if quota in one.quotas], totals)
        # Where answers or sessions draw on a quota as well, its tickets do not tell who has its places.
        told = counts if 0 < counts[Status.CONFIRMED] <= quota.taken or not quota.taken else {}
        confirmed = told.get(Status.CONFIRMED, quota.taken)
        bar = Bar(
            read(quota.name),
            filled=confirmed,
            outlined=quota.taken - confirmed,
            frame=quota.capacity,
            figure="",
            detail=" · ".join(_quota_words(quota, told)),
        )
        known = (
            [confirmed, quota.taken - confirmed, told[Status.WAITING]] if told else [quota.taken, None, None]
        )
        cells = [quota.capacity, *known, quota.left]
        address = url_for("organise.attendees", slug=event.slug, quota=quota.id) if is_linked else ""
        yield bar, Line(bar.label, [_figure(cell) for cell in cells], address)


def _quota_words(quota: Quota, told: Mapping[Status, int]) -> Iterator[str]:
    taken, total = format_decimal(quota.taken), format_decimal(quota.capacity)
    yield _("%(taken)s of %(total)s places taken", taken=taken, total=total)
    if quota.over:
        yield ngettext("%(num)s above capacity", "%(num)s above capacity", quota.over)
    yield from _asking_words(told)


def _asking_words(told: Mapping[Status, int]) -> Iterator[str]:
    if count := told.get(Status.WAITING):
        yield ngettext("%(num)s waits", "%(num)s wait", count)
    if count := told.get(Status.PENDING):
        yield ngettext("%(num)s awaits approval", "%(num)s await approval", count)


def _unlimited(event: Event, totals: Totals) -> Iterator[tuple[Bar, Line]]:
    for ticket_type in event.ticket_types:
        if ticket_type.quotas:
            continue
        told = _counts([ticket_type], totals)
        taken = told[Status.CONFIRMED]
        words = ngettext(
            "%(taken)s place taken, no limit",
            "%(taken)s places taken, no limit",
            taken,
            taken=format_decimal(taken),
        )
        detail = " · ".join([words, *_asking_words(told)])
        kept = told[Status.PENDING] + told[Status.OFFERED]
        cells = [_("no limit"), _figure(taken), _figure(kept), _figure(told[Status.WAITING]), UNKNOWN]
        address = url_for("organise.attendees", slug=event.slug, ticket=ticket_type.key)
        yield Bar(read(ticket_type.name), 0, "", detail), Line(read(ticket_type.name), cells, address)


def _counts(ticket_types: list[TicketType], totals: Totals) -> dict[Status, int]:
    return {
        status: sum(totals.get(part_trait(status, one.id), 0) for one in ticket_types) for status in COLUMNS
    }


def origin_figures(event: Event, totals: Totals) -> list[Figure]:
    """Where people come from: groups and countries, as they answered; their languages; and how they came.

    Where everybody gives one answer at most the numbers add up to all: who gave none has a line as well.
    """
    asked = [_answer_figure(event, question, totals) for question in event.questions if _is_shown(question)]
    languages = {str(one): texts.language_name(one, language()) for one in Language}
    sources = {str(one): source_word(one) for one in Source}
    found = [
        *asked,
        _split(event, "language", _("Languages"), languages, totals),
        _split(event, "source", _("Registered through"), sources, totals),
    ]
    return [figure for figure in found if figure is not None]


def _is_shown(question: Question) -> bool:
    return question.removed_at is None and question.kind in {
        QuestionKind.CHOICE,
        QuestionKind.CHOICES,
        QuestionKind.COUNTRY,
    }


def _answer_figure(event: Event, question: Question, totals: Totals) -> Figure | None:
    prefix = f"choice:{question.key}:"
    keys = [trait.removeprefix(prefix) for trait in totals if trait.startswith(prefix)]
    is_country = question.kind is QuestionKind.COUNTRY
    words = {key: country_name(key) if is_country else choice_words(question, key) for key in keys}
    silent = 0
    if question.kind is not QuestionKind.CHOICES:
        silent = max(0, totals.get(EVERYBODY, 0) - sum(totals[f"{prefix}{key}"] for key in keys))
    name, title = f"{ANSWER}{question.key}", question_label(question)
    return _split(event, name, title, words, totals, fewest=1, silent=silent)


def _split(
    event: Event,
    name: str,
    title: str,
    words: Mapping[str, str],
    totals: Totals,
    *,
    fewest: int = FEWEST,
    silent: int = 0,
) -> Figure | None:
    """How people differ in one thing; None where they do not. ``silent``: how many gave no answer."""
    trait = f"choice:{name.removeprefix(ANSWER)}" if name.startswith(ANSWER) else name
    counts = {value: totals[f"{trait}:{value}"] for value in words if totals.get(f"{trait}:{value}")}
    if len(counts) < fewest:
        return None
    order = sorted(counts, key=lambda value: (-counts[value], words[value]))
    everybody = totals.get(EVERYBODY, 0) or 1
    bars = [Bar(words[value], counts[value], format_decimal(counts[value])) for value in order[:MOST_BARS]]
    others = sum(counts[value] for value in order[MOST_BARS:])
    rest = [(text, count) for text, count in ((_("all others"), others), (_("not said"), silent)) if count]
    bars += [Bar(text, count, format_decimal(count)) for text, count in rest]
    described = ", ".join(f"{bar.label}: {bar.figure}" for bar in bars)
    lines = [
        Line(
            words[value],
            [format_decimal(counts[value]), _share(counts[value], everybody)],
            _list_address(event, {name: value}),
        )
        for value in order
    ]
    if silent:
        lines.append(Line(_("not said"), [format_decimal(silent), _share(silent, everybody)]))
    return Figure(name, title, bar_chart(name, title, described, bars), [title, _("People"), "%"], lines)


def _list_address(event: Event, query: dict[str, Any]) -> str:
    return url_for("organise.attendees", slug=event.slug, **query)


def _share(count: int, everybody: int) -> str:
    return str(format_decimal(round(100 * count / everybody, 1)))


def _figure(number: int | None) -> str:
    return UNKNOWN if number is None else str(format_decimal(number))
