"""What pages about jobs say of each kind of them."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from regapp.models import Event, Job
from regapp.vocabulary import Deed, JobKind, PersonFate
from regapp.web.organise import deed_words
from regapp.web.organise.imports import job_page
from regapp.web.organise.imports.words import trouble_words
from regapp.web.translations import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    """How many ended so, as a sentence; ``href`` leads to who they are."""

    text: str
    is_good: bool
    href: str | None = None


@dataclass(frozen=True, slots=True)
class KindOfJob:
    """How its page is headed, what came of it so far, why it ended, and where its reader goes on.

    ``back`` is a link's text and address. ``draft`` is the page of a job that somebody still decides about.
    """

    title: Callable[[Job], str]
    report: Callable[[Event, Job], list[Line]]
    trouble: Callable[[Job], str]
    back: Callable[[Event, Job], tuple[str, str]]
    draft: Callable[[Event, Job], str] | None = None


def _bulk_report(event: Event, job: Job) -> list[Line]:
    told = deed_words.fate_words(_deed(job), job.outcome)
    good = {PersonFate.DONE, PersonFate.ALREADY}
    return [
        Line(
            text,
            fate in good,
            None
            if fate is PersonFate.DONE
            else url_for("organise.job", slug=event.slug, job_id=job.id, fate=fate),
        )
        for fate, text in told.items()
    ]


def _deed(job: Job) -> Deed:
    return Deed(job.facts["deed"])


KINDS: dict[JobKind, KindOfJob] = {
    JobKind.BULK: KindOfJob(
        title=lambda job: deed_words.job_word(_deed(job)),
        report=_bulk_report,
        trouble=lambda job: deed_words.barred_word(job.trouble),
        back=lambda event, _job: (
            _("Back to the list"),
            url_for("organise.attendees", slug=event.slug),
        ),
    ),
    JobKind.IMPORT: KindOfJob(
        title=job_page.title,
        report=lambda event, job: [Line(*line) for line in job_page.outcome(event, job)],
        trouble=lambda job: trouble_words(job.trouble),
        back=job_page.back,
        draft=job_page.address,
    ),
}
