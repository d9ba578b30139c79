"""The participant's own page: its token, from the letter, is the only key."""

from collections.abc import Callable
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from regapp.clock import now
from regapp.database import db
from regapp.errors import AddressTaken, NotFound
from regapp.queries.registrations import find_address_change
from regapp.services.registrations import own_page as service
from regapp.vocabulary import Language
from regapp.web.forms import PlainForm
from regapp.web.public import public
from regapp.web.public.forms import details_form
from regapp.web.public.more_questions import More
from regapp.web.public.own_page_view import Sent, address_form, find_own, finished, show
from regapp.web.public.own_words import REFUSALS, refusal
from regapp.web.question_fields import answer_files, answers


@public.get("/registrations/<token>")
def registration(token: str) -> Response:
    """Status, ticket, calendar links, and what can be changed."""
    return show(token)


@public.post("/registrations/<token>/cancel")
def cancel(token: str) -> Response:
    """Give the place back."""
    return press(token, "cancel", lambda: service.cancel(token=token), "cancelled")


@public.post("/registrations/<token>/restore")
def restore(token: str) -> Response:
    """Come back after a cancellation, or after a time that has run out."""
    return press(token, "restore", lambda: service.restore(token=token), "restored")


@public.post("/registrations/<token>/prove")
def prove(token: str) -> Response:
    """Confirm the address."""
    return press(token, "prove", lambda: service.prove(token=token), "proved")


@public.post("/registrations/<token>/change")
def change(token: str) -> Response:
    """Change name, answers and language."""
    form = details_form(find_own(token))
    sent = Sent(form, "details")
    if not form.validate():
        return show(token, status=422, sent=sent)
    return attempt(
        token,
        "change",
        lambda: service.change_details(
            token=token,
            name=form["name"].data,
            answers=answers(form),
            files=answer_files(form),
            language=Language(form["language"].data),
        ),
        "changed",
        sent,
    )


@public.post("/registrations/<token>/address")
def change_address(token: str) -> Response:
    """Ask for the proof of a new address."""
    find_own(token)
    sent = Sent(address_form(), "address")
    if not sent.form.validate():
        return show(token, status=422, sent=sent)
    email = sent.form["email"].data
    return attempt(
        token,
        "address",
        lambda: service.ask_for_address_change(token=token, email=email),
        "address",
        sent,
    )


@public.route("/address-changes/<token>", methods=["GET", "POST"])
def address_change(token: str) -> Response:
    """The page of the letter to a new address: its button makes the change."""
    found = find_address_change(db.session(), token, now())
    if found is None:
        raise NotFound
    form, problem, status = PlainForm(), "", 200
    if request.method == "POST" and form.validate():
        try:
            own_token = service.prove_address(token=token)
        except AddressTaken:
            problem, status = "taken", 409
        else:
            return finished(own_token, "address-proved")
    elif request.method == "POST":
        problem, status = "stale", 422
    body = render_template(
        "public/address_change.html", change=found, event=found.registration.event, problem=problem
    )
    return make_response(body, status)


def press(token: str, action: str, act: Callable[[], Any], done: str) -> Response:
    """Do what a bare button asks for, if our own page sent it."""
    find_own(token)
    form = PlainForm()
    if not form.validate():
        return show(token, status=422, sent=Sent(form))
    return attempt(token, action, act, done)


def attempt(
    token: str,
    action: str,
    act: Callable[[], Any],
    done: str,
    sent: Sent | None = None,
    *,
    more: More | None = None,
) -> Response:
    """Do it; or show the page as it is now, with what was typed and why it was not done."""
    try:
        act()
    except REFUSALS as error:
        notice, status = refusal(error, action)
        return show(token, status=status, notice=notice, sent=sent, more=more)
    return finished(token, done)
