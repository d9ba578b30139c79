"""Texts at length are looked at before they are saved: as a button of their form, which stores nothing."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from regapp.models import Event
from regapp.web.organise.edit.section import Section

BUTTON = "preview"


def saved_or_shown(section: Section, event: Event, field: str, **context: Any) -> Response:
    """Save what was posted; or, if that button was pressed, show how the text in ``field`` will look."""
    if BUTTON not in request.form:
        return section.answer(event, **context)
    form = section.make(event, data=section.stored(event))
    return section.again(event, form, previewed=form[field], **context)
