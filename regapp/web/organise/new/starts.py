"""What a new event may start from."""

from dataclasses import dataclass

from flask import abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.models import EventTemplate, LocalizedText
from regapp.queries.organisers import events_to_copy
from regapp.queries.templates import find_template, list_templates
from regapp.services.events.draft_json import from_json
from regapp.services.events.templates import saving
from regapp.services.events.templates.built_in import Template, built_in
from regapp.web.access import managed_organisations, manager_somewhere, user_id
from regapp.web.fields import stale
from regapp.web.formats import read
from regapp.web.forms import PlainForm
from regapp.web.organise import organise
from regapp.web.organise.pages import done
from regapp.web.reading import language, stands_at
from regapp.web.translations import gettext as _

OWN = "own-"  # before the number of a template that an organisation has saved
MOST_COPIES = 12  # events offered for a copy; the others' own pages offer it as well


@dataclass(frozen=True, slots=True)
class Start:
    """A line of the page: a template by its key in the address."""

    key: str
    name: str
    purpose: str


@organise.get("/events/new")
@manager_somewhere
def new_event() -> str:
    """The starts there are."""
    return _page()


@organise.post("/events/new/own-<int:template_id>/delete")
@manager_somewhere
def delete_template(template_id: int) -> Response | tuple[str, int]:
    """Forget a template of one's own."""
    stands_at(url_for("organise.new_event"))
    template = _find_own(template_id)
    form = PlainForm()
    if not form.validate():
        return _page(is_stale=stale(form)), 422
    saving.delete_template(template_id=template.id, user_id=user_id())
    return done(url_for("organise.new_event"), _("The template is deleted. Events made from it stay."))


def find_start(key: str) -> Template:
    """The template of that key. Answers 404 where there is none."""
    if key in built_in():
        return built_in()[key]
    number = key.removeprefix(OWN)
    if number == key or not (number.isascii() and number.isdigit() and len(number) < 19):  # noqa: PLR2004 - BIGINT
        abort(404)
    saved = _find_own(int(number))
    try:
        draft = from_json(saved.draft)
    except ValueError:
        abort(404)
    return Template(key, {str(language()): saved.name}, {}, draft, is_example=False)


def _find_own(template_id: int) -> EventTemplate:
    ids = [organisation.id for organisation in managed_organisations()]
    found = find_template(db.session(), ids, template_id)
    if found is None:
        abort(404)
    return found


def _page(*, is_stale: bool = False) -> str:
    organisations = managed_organisations()
    ids = [organisation.id for organisation in organisations]
    names = {organisation.id: read(organisation.name) for organisation in organisations}
    starts = [
        Start(one.key, read(LocalizedText(one.name)), read(LocalizedText(one.purpose)))
        for one in built_in().values()
    ]
    return render_template(
        "organise/new/starts.html",
        starts=starts,
        own=list_templates(db.session(), ids),
        names=names if len(names) > 1 else {},
        copies=events_to_copy(db.session(), ids, most=MOST_COPIES),
        from_announcement="organise.announcement" in current_app.view_functions,
        stale=is_stale and request.method == "POST",
    )
