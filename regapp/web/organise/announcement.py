"""The text of an announcement becomes a draft: pasted, read, looked through by the host. It is not stored."""

from typing import Any

from flask import render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.announcements import Announcement, Field
from regapp.announcements.reading import read
from regapp.clock import now
from regapp.database import db
from regapp.errors import NotFound, WrongTimes
from regapp.models import Organisation
from regapp.queries.hosts import list_organisations
from regapp.services.events import starting
from regapp.services.events.times import find_zone
from regapp.web.access import managed_organisations, manager_somewhere, user_id
from regapp.web.fields import stale
from regapp.web.organise import organise
from regapp.web.organise.announcement_draft import Checked, draft_of
from regapp.web.organise.announcement_filling import (
    doubts_shown,
    languages_of,
    named_hosts,
    shown_beside,
    unknown_hosts,
    values_of,
)
from regapp.web.organise.announcement_folding import folded
from regapp.web.organise.announcement_form import check_form, paste_form
from regapp.web.organise.edit.time_form import say_wrong
from regapp.web.organise.pages import done
from regapp.web.reading import language, stands_at
from regapp.web.sent_forms import once
from regapp.web.translations import gettext as _


@organise.get("/events/new/announcement")
@manager_somewhere
def announcement() -> str:
    """Where the text is pasted."""
    return render_template("organise/announcement.html", form=paste_form(formdata=None), stale=False)


@organise.post("/events/new/announcement")
@manager_somewhere
def read_announcement() -> str | tuple[str, int]:
    """Show what was found."""
    form = paste_form()
    if not form.validate():
        return render_template("organise/announcement.html", form=form, stale=stale(form)), 422
    found = _read(form.text.data)
    hosts = _hosts(found)
    own = managed_organisations()
    holder = next((one for one in hosts if one in own), own[0])
    values = {
        "text": form.text.data,
        "organisation": holder.slug,
        "hosts": [host.slug for host in hosts if host is not holder],
        "other_hosts": "\n".join(unknown_hosts(found, [*own, *hosts])),
        **values_of(found, holder.zone, language()),
    }
    return _check_page(_check_form(found, hosts, formdata=None, data=values), found)


@organise.post("/events/new/announcement/draft")
@manager_somewhere
def draft_from_announcement() -> Response | tuple[str, int]:
    """Make the draft, and lead to it; or show what was found and corrected again."""
    stands_at(url_for("organise.announcement"))
    pasted = paste_form()
    found = _read(pasted.text.data if not pasted.text.errors else "")
    hosts = _hosts(found)
    form = _check_form(found, hosts)
    checked = _checked(form, found) if form.validate() else None
    slug = checked and _made(form, checked)
    if not slug:
        return _check_page(form, found), 422
    return done(
        url_for("organise.overview", slug=slug), _("The draft is made. Only you and your colleagues see it.")
    )


def _read(text: str) -> Announcement:
    zone = managed_organisations()[0].zone
    return read(text, today=now().astimezone(find_zone(zone)).date(), zone=zone)


def _check_form(found: Announcement, hosts: list[Organisation], **options: Any) -> FlaskForm:
    own = managed_organisations()
    return check_form(own, languages_of(found, language()), hosts, own[0].zone, **options)


def _hosts(found: Announcement) -> list[Organisation]:
    """The organisations named, without one's own if there is but one."""
    own = managed_organisations()
    known = named_hosts(found, list_organisations(db.session()))
    return [host for host in known if len(own) > 1 or host.slug != own[0].slug]


def _checked(form: FlaskForm, found: Announcement) -> Checked | None:
    own = managed_organisations()
    organisation = form.organisation.data if "organisation" in form else own[0].slug
    return draft_of(form, organisation, languages_of(found, language()))


def _made(form: FlaskForm, checked: Checked) -> str | None:
    try:
        return once(
            starting.start, checked.draft, called=checked.called, venue=checked.venue, user_id=user_id()
        )
    except WrongTimes as error:
        say_wrong(form, error)
    except NotFound:  # somebody deleted an organisation since the page was made
        form.kind.errors = [_("An organisation is no more. Read the announcement again.")]
    return None


def _check_page(form: FlaskForm, found: Announcement) -> str:
    text = form.text.data or ""
    languages = languages_of(found, language())
    return render_template(
        "organise/announcement_found.html",
        form=form,
        titles=[form[f"title_{one}"] for one in languages],
        beside=shown_beside(text, found, languages),
        folded=folded,
        doubts=doubts_shown(text, found.doubts),
        pages=[one.value for field in (Field.REGISTRATION_PAGE, Field.WEB_PAGE) for one in found.all(field)],
        anything=any(one.field != Field.LANGUAGE for one in found.found),
        stale=request.method == "POST" and stale(form),
    )
