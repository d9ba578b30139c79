"""What a number of places is called."""

from flask import abort
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.models import Event, Quota
from regapp.services.events import quotas
from regapp.web.access import Right, needs, user_id
from regapp.web.localized_fields import LocalizedField
from regapp.web.organise import organise
from regapp.web.organise.edit.section import Section, SectionForm, Values
from regapp.web.organise.forms import made
from regapp.web.translations import gettext as _

LONGEST_NAME = 100


@organise.get("/events/<slug>/places/<int:quota_id>/name")
@needs(Right.MANAGE)
def edit_quota_name(event: Event, quota_id: int) -> Response:
    """The form with the name in each language."""
    return _section(event, quota_id).show(event)


@organise.post("/events/<slug>/places/<int:quota_id>/name")
@needs(Right.MANAGE)
def save_quota_name(event: Event, quota_id: int) -> Response:
    """Save it."""
    return _section(event, quota_id).answer(event)


def _section(event: Event, quota_id: int) -> Section:
    _find(event, quota_id)

    def stored(event: Event) -> Values:
        return {"name_of": _find(event, quota_id).name}

    def save(event: Event, form: FlaskForm, revision: int) -> bool:
        quotas.rename(
            event_id=event.id,
            revision=revision,
            quota_id=quota_id,
            name=form.name_of.data,
            user_id=user_id(),
        )
        return True

    return Section(
        "organise.edit_quota_name",
        "organise/quota_name.html",
        lambda _event, **options: made(SectionForm, _fields(), **options),
        stored,
        save,
        values={"quota_id": quota_id},
        after="organise.places",
    )


def _fields() -> dict[str, LocalizedField]:
    return {
        "name_of": LocalizedField(
            _("What the places are"),
            description=_("For example: The room. Or: Seats for guests from abroad."),
            longest=LONGEST_NAME,
            required=True,
        )
    }


def _find(event: Event, quota_id: int) -> Quota:
    return next((quota for quota in event.quotas if quota.id == quota_id), None) or abort(404)
