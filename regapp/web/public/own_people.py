"""What the own page lets the contact do with the people of a registration."""

from werkzeug.wrappers import Response

from regapp.errors import TooManyPeople
from regapp.services.registrations import people as service
from regapp.web.forms import PlainForm
from regapp.web.public import public
from regapp.web.public.own_forms import NEW, person_form
from regapp.web.public.own_page import attempt, press
from regapp.web.public.own_page_view import Sent, find_own, finished, show
from regapp.web.public.own_place import member, number
from regapp.web.public.own_words import too_many


@public.post("/registrations/<token>/people")
def add_person(token: str) -> Response:
    """Register one more."""
    find_own(token)
    sent = Sent(person_form(NEW), "add")
    if not sent.form.validate():
        return show(token, status=422, sent=sent)
    name, email = sent.form["name"].data, sent.form["email"].data

    def add() -> None:
        try:
            service.add(token=token, name=name, email=email)
        except TooManyPeople as error:
            sent.form["name"].errors = [too_many(error.most)]
            raise

    return attempt(token, "add", add, "added", sent)


@public.post("/registrations/<token>/people/<code>")
def rename_person(token: str, code: str) -> Response:
    """Write somebody's name right, or have somebody else come."""
    attendee = member(find_own(token), code)
    sent = Sent(person_form(number(attendee)), "name", number(attendee))
    if not sent.form.validate():
        return show(token, status=422, sent=sent)
    name, email = sent.form["name"].data, sent.form["email"].data
    return attempt(
        token,
        "name",
        lambda: service.rename(token=token, code=code, name=name, email=email),
        "renamed",
        sent,
    )


@public.post("/registrations/<token>/people/<code>/take-out")
def take_out(token: str, code: str) -> Response:
    """Have one of several not come. Taking out twice is taking out once."""
    is_out = not member(find_own(token), code).active
    if is_out and PlainForm().validate():
        return finished(token, "taken-out")
    return press(token, "take-out", lambda: service.take_out(token=token, code=code), "taken-out")
