"""What pages about jobs say of each kind of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from regapp.models import Event, Job
from regapp.queries.attendee_filter import AttendeeFilter
from regapp.vocabulary import Deed, JobKind, PersonFate
from regapp.web.organise import deed_words
from regapp.web.organise.imports import job_page
from regapp.web.organise.imports.words import trouble_words
from regapp.web.translations import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    """How many ended so, as a sentence; ``href`` leads to who they are, whose ``fate`` is that."""

    text: str
    is_good: bool
    href: str | None = None
    fate: PersonFate | None = None


@dataclass(frozen=True, slots=True)
class KindOfJob:
    """How its page is headed, what came of it so far, why it ended, and where its reader goes on.

    ``back`` is a link's text and address. ``draft`` is the page of a job that somebody still decides about.
    ``undoing`` says how what was done is taken back, where that can be wanted.
    """

    title: Callable[[Job], str]
    report: Callable[[Event, Job], list[Line]]
    trouble: Callable[[Job], str]
    back: Callable[[Event, Job], tuple[str, str]]
    draft: Callable[[Event, Job], str] | None = None
    undoing: Callable[[Job], str] = lambda _job: ""


def _bulk_report(event: Event, job: Job) -> list[Line]:
    deed = _deed(job)
    good = {PersonFate.DONE, PersonFate.ALREADY}
    needless = set() if deed_words.back_word(deed) else {PersonFate.DONE}
    return [
        Line(
            text,
            fate in good,
            None if fate in needless else url_for("organise.job", **{**_here(event, job), "fate": fate}),
            fate,
        )
        for fate, text in deed_words.fate_words(deed, job.outcome).items()
    ]


def _here(event: Event, job: Job) -> dict[str, Any]:
    """The present page, with the filter of the list that it leads back to."""
    return {**AttendeeFilter.from_query(request.args).as_query(), "slug": event.slug, "job_id": job.id}


def _back_to_the_list(event: Event, _job: Job) -> tuple[str, str]:
    wanted: dict[str, Any] = AttendeeFilter.from_query(request.args).as_query()
    return _("Back to the list"), url_for("organise.attendees", slug=event.slug, **wanted)


def _deed(job: Job) -> Deed:
    return Deed(job.facts["deed"])


KINDS: dict[JobKind, KindOfJob] = {
    JobKind.BULK: KindOfJob(
        title=lambda job: deed_words.job_word(_deed(job)),
        report=_bulk_report,
        trouble=lambda job: deed_words.barred_word(job.trouble),
        back=_back_to_the_list,
        undoing=lambda job: deed_words.back_word(_deed(job)) if job.outcome.get(PersonFate.DONE) else "",
    ),
    JobKind.IMPORT: KindOfJob(
        title=job_page.title,
        report=lambda event, job: [Line(*line) for line in job_page.outcome(event, job)],
        trouble=lambda job: trouble_words(job.trouble),
        back=job_page.back,
        draft=job_page.address,
    ),
}
