"""The programme and its people as the event's page shows them, and on a page of their own."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from regapp import texts
from regapp.models import Attachment, Event, Session, Speaker
from regapp.queries.places import is_scarce
from regapp.vocabulary import EventStatus, EventVisibility, PlacesShown, SpeakerRole, Visibility
from regapp.web.context import addresses
from regapp.web.formats import country_name, lang_of, local, read, spoken_names
from regapp.web.public import public
from regapp.web.public.kept import kept_page, kept_texts
from regapp.web.reading import language
from regapp.web.translations import gettext as _
from regapp.web.translations import ngettext
from regapp.web.words import role_word

ORDER = {role: position for position, role in enumerate(SpeakerRole)}  # moderators first
HEADERS = {"Cache-Control": "no-cache", "Vary": "Cookie, Accept-Language"}


@public.get("/events/<slug>/programme", endpoint="programme")
def programme_page(slug: str) -> Response:
    """The programme alone, to read and to print on A4. Sets no cookie."""
    if kept_texts(slug).visibility is EventVisibility.INVITED:
        abort(404)
    page = kept_page(slug, "programme page", _render)
    response = Response(page.body, mimetype="text/html", headers=HEADERS)
    response.headers["ETag"] = page.etag
    return response.make_conditional(request) if "If-None-Match" in request.headers else response


def programme(event: Event) -> dict[str, Any]:
    """Timed sessions by day, points of the agenda, people and their groups, what is attached."""
    alone = [speaker for speaker in event.speakers if speaker.group_id is None]
    return {
        "programme_days": _days(event),
        "agenda": [session for session in event.sessions if session.start_at is None],
        "speakers": _people(alone),
        "speaker_groups": [
            {
                "title": read(group.title),
                "title_lang": lang_of(group.title),
                "topic": read(group.topic),
                "topic_lang": lang_of(group.topic),
                "people": _people(speaker for speaker in event.speakers if speaker.group_id == group.id),
            }
            for group in event.speaker_groups
        ],
        "attachments": attachments(event),
        "programme_address": _programme_address(event),
    }


def attachments(event: Event, *, own_token: str = "") -> list[dict[str, Any]]:
    """What there is to read or to watch, for everybody; with a registration's token all that is for it."""
    return attached(event.attachments, own_token=own_token)


def attached(rows: Iterable[Attachment], *, own_token: str = "") -> list[dict[str, Any]]:
    """The same of what was read already."""
    shown = [one for one in rows if own_token or one.visibility is Visibility.PUBLIC]
    return [{"title": one.title, "file": one.file, "href": _href(one, own_token)} for one in shown]


def _href(attachment: Attachment, own_token: str) -> str:
    file = attachment.file
    if file is None:
        return attachment.address
    if attachment.visibility is Visibility.PUBLIC:
        return url_for("public.file", token=file.token, name=file.name)
    return url_for("public.own_attachment", token=own_token, file_token=file.token, name=file.name)


def _programme_address(event: Event) -> str:
    """Of the page of its own; empty where strangers find none."""
    is_shown = event.status is not EventStatus.DRAFT and event.visibility is not EventVisibility.INVITED
    return url_for("public.programme", slug=event.slug) if is_shown and event.sessions else ""


def _render(event: Event) -> str:
    return render_template(
        "public/programme.html", event=event, address=addresses().event(event.slug), **programme(event)
    )


def _days(event: Event) -> list[dict[str, Any]]:
    items = sorted((_item(event, session) for session in event.sessions if session.start_at), key=_start)
    return [
        {"date": day, "title": texts.long_date(rows[0]["start"], language()), "items": rows}
        for day, rows in ((day, list(rows)) for day, rows in groupby(items, key=_date))
    ]


def _start(item: dict[str, Any]) -> Any:
    return item["start"]


def _date(item: dict[str, Any]) -> date:
    day: date = item["start"].date()
    return day


def _item(event: Event, session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title,
        "start": local(session.start_at, event.zone) if session.start_at else None,
        "end": local(session.end_at, event.zone) if session.end_at else None,
        "room": read(session.room),
        "language": spoken_names([session.language]) if session.language else "",
        "text": session.description,
        "who": _who(session),
        "choice": _choice(event, session) if session.bookable else "",
    }


def _who(session: Session) -> list[str]:
    ranked = sorted(session.speakers, key=lambda speaker: ORDER[speaker.role])
    return [
        read(one.name)
        if one.role is SpeakerRole.SPEAKER
        else _("%(name)s (%(role)s)", name=read(one.name), role=role_word(one.role))
        for one in ranked
    ]


def _choice(event: Event, session: Session) -> str:
    """That people choose it, and what is left of it as far as the host tells."""
    chosen = _("Choose it when you register.")
    quota = min(session.quotas, key=lambda one: one.left, default=None)
    if quota is None:
        return chosen
    if not quota.left:
        return " ".join((chosen, _("All its places are taken.")))
    if event.places_shown is PlacesShown.HIDDEN:
        return chosen
    if event.places_shown is PlacesShown.FEW:
        few = _("Few places left.")
        return f"{chosen} {few}" if is_scarce(quota.left, quota.capacity) else chosen
    left = ngettext(
        "%(left)s of %(total)s places left.",
        "%(left)s of %(total)s places left.",
        quota.left,
        left=quota.left,
        total=quota.capacity,
    )
    return f"{chosen} {left}"


def _people(speakers: Iterable[Speaker]) -> list[dict[str, Any]]:
    ranked = sorted(speakers, key=lambda speaker: ORDER[speaker.role])
    return [
        {
            "name": read(speaker.name),
            "role": role_word(speaker.role),
            "about": _about(speaker),
            "photo": _photograph(speaker),
            "biography": speaker.biography,
        }
        for speaker in ranked
    ]


def _photograph(speaker: Speaker) -> str:
    file = speaker.photograph
    return url_for("public.file", token=file.token, name=file.name) if file else ""


def _about(speaker: Speaker) -> str:
    country = country_name(speaker.country) if speaker.country else ""
    return ", ".join(part for part in (read(speaker.title), read(speaker.affiliation), country) if part)
