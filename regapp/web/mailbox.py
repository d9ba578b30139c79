"""The letters kept as files, for a newcomer to read in the browser. Exists only on loopback."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, render_template, request, url_for

from config import is_loopback
from regapp.mail import opened
from regapp.mail.files import list_letters, read
from regapp.queries.pages import Page
from regapp.web.context import settings
from regapp.web.framed import around_frame, inside_frame

mailbox = Blueprint("mailbox", __name__)

PAGE_SIZE = 50
FORWARDED = ("forwarded", "via", "x-forwarded", "x-real-ip", "x-client-ip", "true-client-ip", "cf-")


@mailbox.before_request
def only_from_here() -> None:
    """Nobody but a visitor from this machine, unforwarded, may read other people's letters."""
    forwarded = any(name.lower().startswith(FORWARDED) for name, _value in request.headers)
    if forwarded or not _is_this_machine(request.remote_addr) or not _is_own_name(request.host):
        abort(404)


@mailbox.get("/mailbox")
def letters() -> str:
    """The letters, newest first."""
    names = list_letters(_folder())
    last = max(1, -(-len(names) // PAGE_SIZE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    shown = names[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    headings = [opened.heading(name, read(_folder(), name)) for name in shown]
    return render_template("mailbox/letters.html", page=Page(headings, number, PAGE_SIZE, len(names)))


@mailbox.get("/mailbox/<name>")
def letter(name: str) -> Response:
    """One letter, opened."""
    found = opened.opened(name, _read(name))
    return around_frame(Response(render_template("mailbox/letter.html", letter=found)))


@mailbox.get("/mailbox/<name>/html")
def letter_html(name: str) -> Response:
    """The letter's HTML, for the frame in its page."""
    text = opened.html(_read(name), url_for("mailbox.letter_file", name=name, number=0).removesuffix("0"))
    return inside_frame(text, links_work=True)


@mailbox.get("/mailbox/<name>/files/<int:number>")
def letter_file(name: str, number: int) -> Response:
    """A picture of the letter, or an attachment to download."""
    found = opened.file(_read(name), number)
    if found is None:
        abort(404)
    file, content = found
    response = Response(content, content_type=file.kind)
    response.headers.set(
        "Content-Disposition",
        "inline" if file.kind in opened.PICTURES else "attachment",
        filename=file.name.rpartition("/")[2],
    )
    return response


def _read(name: str) -> bytes:
    try:
        return read(_folder(), name)
    except FileNotFoundError:
        abort(404)


def _folder() -> Path:
    return settings().instance / "mail"


def _is_this_machine(address: str | None) -> bool:
    return bool(address) and ip_address(address or "").is_loopback


def _is_own_name(host: str) -> bool:
    # A page elsewhere could have its own name lead to this machine, and read the letters under that name.
    name = urlsplit(f"//{host}").hostname or ""
    return is_loopback(name) or name == settings().public_host
