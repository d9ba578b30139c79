from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.services.registrations.lost_links import send_lost_links
from regapp.web.context import nudge, settings
from regapp.web.fields import stale
from regapp.web.public import public
from regapp.web.public.forms import email_form
from regapp.web.rates import limit_registrations
from regapp.web.reading import language
from regapp.web.translations import gettext as _


@public.get("/lost-link")
def lost_link() -> Response:
    """The form for those who lost their letter."""
    return _page(_form(formdata=None), sent=request.args.get("sent") == "1")


@public.post("/lost-link")
@limit_registrations
def send_lost_link() -> Response:
    """Always the same answer, whoever is registered."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    send_lost_links(email=form.email.data, language=language())
    nudge()
    return redirect(url_for("public.lost_link", sent=1), 303)


def _form(**options: Any) -> FlaskForm:
    return email_form(_("Write the address you registered with."), **options)


def _page(form: FlaskForm, *, sent: bool = False, status: int = 200) -> Response:
    body = render_template(
        "public/lost_link.html",
        form=form,
        sent=sent,
        stale=stale(form),
        shows_mailbox=settings().shows_mailbox,
    )
    return make_response(body, status)
