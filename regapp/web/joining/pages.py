"""What these pages have in common."""

from typing import Any

from flask import flash, make_response, redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.models import User
from regapp.vocabulary import SignInMethod
from regapp.web.fields import stale
from regapp.web.signin import sessions


def form_page(template: str, form: FlaskForm, *, status: int = 200, **context: Any) -> Response:
    """A page with a form, or with what is wrong with it."""
    is_stale = form.is_submitted() and stale(form)
    return secret(make_response(render_template(template, form=form, stale=is_stale, **context), status))


def secret(response: Response) -> Response:
    """Whose address no other page is to learn, not of our own site either."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def enter(user_id: int, address: str, text: str) -> Response:
    """Sign somebody in who has just got an account, and lead them on."""
    user = db.session.get_one(User, user_id)
    sessions.begin(user, SignInMethod.SET_UP_LINK)
    flash(text, "success")
    return secret(redirect(address, 303))
