"""What every page of the editor does: shows what is stored, saves what is typed, overwrites nobody unseen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField

from regapp.database import TRIES, db
from regapp.errors import Busy, EditedMeanwhile
from regapp.models import Event
from regapp.queries.edits import LastEdit, last_edit
from regapp.queries.organisers import find_own_event
from regapp.web.access import user_id
from regapp.web.fields import stale
from regapp.web.forms import PostedForm
from regapp.web.organise.edit.asking import CHANGE, SAVE, Question, carried, no_question
from regapp.web.organise.pages import done, event_page
from regapp.web.reading import stands_at
from regapp.web.sent_forms import sent_before
from regapp.web.translations import gettext as _
from regapp.web.versions import Conflict, merge, seen

Values = dict[str, Any]


class SectionForm(PostedForm):
    """A form that knows what its reader had in front of them."""

    seen = HiddenField()


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the editor.

    ``stored`` is what the event has now, by the names of the form's fields. ``save`` gets the event, a valid
    form and the revision it was compared with; it raises EditedMeanwhile where that is no longer so, and
    may put errors into the form's fields and return False. A page about one of several things of the event is
    made for the request: ``values`` are what its address holds beside the slug, ``after`` the page to which
    saving leads. ``makes``: saving makes another thing, by ``once``. ``question`` says what is asked before a
    change is saved of which people are told.
    """

    endpoint: str
    template: str
    make: Callable[..., FlaskForm]
    stored: Callable[[Event], Values]
    save: Callable[[Event, FlaskForm, int], bool]
    values: Values = field(default_factory=dict)
    after: str = ""
    makes: bool = False
    question: Callable[[Event, FlaskForm], Question | None] = no_question

    def address(self, event: Event) -> str:
        """Of the page."""
        return url_for(self.endpoint, slug=event.slug, **self.values)

    def show(self, event: Event, **context: Any) -> Response:
        """The form with what is stored."""
        values = self.stored(event)
        form = self.make(event, formdata=None, data={**values, "seen": seen(values)})
        return self._page(event, form, **context)

    def answer(self, event: Event, **context: Any) -> Response:
        """Save what was posted, or show it again with what is wrong with it."""
        stands_at(self.address(event))
        if self.makes and sent_before():
            return done(self._after(event), _("Saved."))
        form = self.make(event, data=self.stored(event))
        if not form.validate():
            return self._page(event, form, status=422, **context)
        for _attempt in range(TRIES):
            stored = self.stored(event)
            conflicts = merge(form, stored, form.seen.data or "")
            if conflicts:
                form.seen.data = seen(stored)
                return self._page(event, form, status=409, conflicts=conflicts, **context)
            question = self.question(event, form)
            if question and form.next.data != SAVE:
                return self._ask(event, form, question, **context)
            try:
                if not self.save(event, form, event.revision):
                    return self._page(event, form, status=422, **context)
            except EditedMeanwhile:
                event = read_again(event)
            else:
                return done(self._after(event), question.done if question else _("Saved."))
        raise Busy

    def again(self, event: Event, form: FlaskForm, **context: Any) -> Response:
        """The form as it is, to be looked at before it is sent."""
        stands_at(self.address(event))
        return self._page(event, form, **context)

    def _after(self, event: Event) -> str:
        return url_for(self.after, slug=event.slug) if self.after else self.address(event)

    def _ask(self, event: Event, form: FlaskForm, question: Question, **context: Any) -> Response:
        if form.next.data == CHANGE:
            return self._page(event, form, **context)
        return event_page(
            "organise/edit/question.html",
            event,
            "edit",
            form=form,
            question=question,
            carried=carried(),
            address=self.address(event),
        )

    def _page(
        self, event: Event, form: FlaskForm, *, conflicts: Sequence[Conflict] = (), **context: Any
    ) -> Response:
        edit: LastEdit | None = last_edit(db.session(), event.id) if conflicts else None
        return event_page(
            self.template,
            event,
            "edit",
            form=form,
            conflicts=conflicts,
            edit=edit,
            stale=form.is_submitted() and stale(form),
            address=self.address(event),
            makes=self.makes,
            **context,
        )


def read_again(event: Event) -> Event:
    """The event as it is by now; answers 404 where it is gone."""
    slug = event.slug
    db.session.expire_all()
    found = find_own_event(db.session(), user_id(), slug)
    if found is None:
        abort(404)
    return found
