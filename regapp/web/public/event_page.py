"""An event's page as visitors see it, also while it is a draft."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template, url_for

from regapp.clock import now
from regapp.database import db
from regapp.documents.qr import qr_svg
from regapp.models import Event, LocalizedText
from regapp.queries.places import claimed_ticket_types, is_for_invited, ways_to_attend
from regapp.vocabulary import EventVisibility
from regapp.web.context import addresses
from regapp.web.formats import days_text, hours_text, read
from regapp.web.public.calendar_parts import calendar_parts
from regapp.web.public.cards import way_card
from regapp.web.public.linked_data import faq_data, linked_data
from regapp.web.public.phase import phase
from regapp.web.public.programme import attachments, programme
from regapp.web.public.waiting import span_text, waiting_rules
from regapp.web.reading import language


def visitors_page(event: Event) -> str:
    """What whoever comes to the event's address gets to see."""
    return strangers_page(event) if event.visibility is EventVisibility.INVITED else event_page(event)


def event_page(
    event: Event,
    *,
    preview: bool = False,
    invited_to: int | None = None,
    code: str = "",
    own_token: str = "",
) -> str:
    """All that is public of an event. A ``preview`` leads on to previews, for its hosts alone.

    ``code`` opened the ticket type ``invited_to``; ``own_token`` is that of the reader's registration.
    """
    moment = now()
    form, cover = ("public.preview_form", "public.preview_cover") if preview else _PUBLIC
    if preview and event.visibility is EventVisibility.INVITED:
        invited_to = next((one.id for one in event.ticket_types if is_for_invited(event, one)), None)
    claimed = claimed_ticket_types(db.session(), [event], moment)
    return render_template(
        "public/event.html",
        event=event,
        preview=preview,
        own_page=url_for("public.registration", token=own_token) if own_token else "",
        register_address=url_for(form, slug=event.slug, code=code or None),
        cover_address=url_for(cover, slug=event.slug),
        cover_picture=_picture(event),
        ways=ways_to_attend(event, claimed, moment, invited_to=invited_to),
        way_card=way_card,
        waiting_rules=waiting_rules(event),
        time_to_prove=span_text(event.proof_minutes) if event.proof_minutes is not None else "",
        calendar_parts=calendar_parts(event),
        **programme(event) | ({"attachments": attachments(event, own_token=own_token)} if own_token else {}),
        faq=[{part: LocalizedText(text) for part, text in one.items()} for one in event.faq],
        phase=phase(event, moment),
        linked_data=linked_data(event, addresses(), language()),
        faq_data=faq_data(event, language()),
        shares=_shares(event),
        **_address(event),
    )


def strangers_page(event: Event, *, wrong_code: str = "") -> str:
    """What everybody may know of an event by invitation: that it is one, when, and whose."""
    return render_template(
        "public/invited.html",
        event=event,
        phase=phase(event, now()),
        wrong_code=wrong_code,
        cover_address=url_for("public.cover", slug=event.slug),
    )


def poster_page(event: Event) -> str:
    """A sheet to print; of an event by invitation with no more than strangers may know."""
    return render_template(
        "public/poster.html",
        event=event,
        is_open=event.visibility is not EventVisibility.INVITED,
        cover_address=url_for("public.cover", slug=event.slug),
        cover_picture=_picture(event),
        **_address(event),
    )


_PUBLIC = ("public.register_form", "public.cover")


def _picture(event: Event) -> str:
    """The address of the host's own picture on top of the page; empty if there is none."""
    file = event.cover
    return url_for("public.file", token=file.token, name=file.name) if file else ""


def _address(event: Event) -> dict[str, Any]:
    address = addresses().event(event.slug)
    return {"address": address, "page_qr": qr_svg(address), "public_url": addresses().public_url}


def _shares(event: Event) -> dict[str, str]:
    """Where the page can be passed on: plain links that tell nobody who pressed them."""
    address = addresses().event(event.slug)
    title, when = read(event.title), f"{days_text(event)}, {hours_text(event)}"
    text = f"{title}. {when}"
    return {
        "WhatsApp": f"https://wa.me/?{urlencode({'text': f'{text} {address}'})}",
        "Telegram": f"https://t.me/share/url?{urlencode({'url': address, 'text': text})}",
        "mail": f"mailto:?{_mailto(title, f'{when}{chr(10)}{address}')}",
    }


def _mailto(subject: str, body: str) -> str:
    """RFC 6068 2: blanks as %20, line breaks as %0D%0A."""
    query = urlencode({"subject": subject, "body": body.replace("\n", "\r\n")})
    return query.replace("+", "%20")
