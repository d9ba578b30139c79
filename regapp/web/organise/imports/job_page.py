"""What the page of a job says of an import."""

from flask import url_for

from regapp.models import Event, Job
from regapp.services.imports.checking import TO_COME
from regapp.services.imports.plan import Doing, Plan
from regapp.services.jobs.running import LIVE
from regapp.vocabulary import JobState, RowFate
from regapp.web.organise.imports.words import fate_title
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext

_REGISTERED = (RowFate.DONE, RowFate.WAITS)  # of those that are taken
GOOD = frozenset({RowFate.NEW, RowFate.WAITS, RowFate.DONE, RowFate.KNOWN})


def standing(job: Job) -> str:
    """Where it stands, and how many it has brought, in a few words."""
    if Plan.of(job).doing is Doing.CHECK:
        return _checking(job)
    count = sum(job.outcome.get(fate, 0) for fate in _REGISTERED)
    match job.state:
        case JobState.DONE:
            return ngettext("done: %(num)s person registered", "done: %(num)s people registered", count)
        case JobState.STOPPED:
            return ngettext("stopped: %(num)s person registered", "stopped: %(num)s people registered", count)
        case JobState.FAILED:
            return ngettext(
                "broken off: %(num)s person registered", "broken off: %(num)s people registered", count
            )
    return _("people are being registered")


def _checking(job: Job) -> str:
    match job.state:
        case JobState.STOPPED:
            return _("stopped while its rows were checked: nobody is registered")
        case JobState.FAILED:
            return _("its rows could not be checked: nobody is registered")
        case JobState.DRAFT if job.dealt_with < job.total:
            return _("waits for you to say what its columns hold")
        case JobState.DRAFT:
            count = sum(job.outcome.get(fate, 0) for fate in TO_COME)
            nobody = _("checked: there is nobody to register")
            some = ngettext(
                "waits for your yes to %(num)s person", "waits for your yes to %(num)s people", count
            )
            return some if count else nobody
    return _("its rows are being checked")


def title(job: Job) -> str:
    """How it is headed: what goes on, and once it has ended what it was."""
    if job.state not in LIVE:
        return _("Import of %(file)s", file=job.facts["file"])
    if Plan.of(job).doing is Doing.CHECK:
        return _("The rows of %(file)s are checked", file=job.facts["file"])
    return _("People of %(file)s are registered", file=job.facts["file"])


def outcome(event: Event, job: Job) -> list[tuple[str, bool, str]]:
    """How many rows ended how, in words, whether that is good, and where those rows are."""
    return [
        (f"{_word(job, fate)}: {job.outcome[fate]}", fate in GOOD, _rows(event, job, fate))
        for fate in RowFate
        if job.outcome.get(fate)
    ]


def back(event: Event, job: Job) -> tuple[str, str]:
    """Where its reader goes on: to the rows, once it has ended."""
    if job.state in LIVE:
        return _("Back to the list"), url_for("organise.attendees", slug=event.slug)
    return _("To the rows"), address(event, job)


def address(event: Event, job: Job) -> str:
    """Of the page with each row."""
    return url_for("organise.import_result", slug=event.slug, number=job.id)


def _word(job: Job, fate: RowFate) -> str:
    if fate is RowFate.WAITS and Plan.of(job).doing is Doing.TAKE:
        return _("On the waiting list")
    return fate_title(fate)


def _rows(event: Event, job: Job, fate: RowFate) -> str:
    is_registered = fate is RowFate.WAITS and Plan.of(job).doing is Doing.TAKE
    shown = RowFate.DONE if is_registered else fate
    return url_for("organise.import_result", slug=event.slug, number=job.id, fate=shown)
