"""Who may enter the pages of an account: whoever is signed in to it; to some, only who has just proved it.

Unlike pages under /organise/ they are open to those who have to set up a second factor first.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import flash, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from regapp.models import User
from regapp.web.context import nudge
from regapp.web.fields import stale
from regapp.web.forms import PostedForm
from regapp.web.signin import sessions, to_sign_in

View = TypeVar("View", bound=Callable[..., Any])


def own(view: View) -> View:
    """Let only those in who are signed in; the view gets their account."""

    @wraps(view)
    def guarded(**kwargs: Any) -> Any:
        user = sessions.present()
        if user is None:
            return to_sign_in()
        sessions.note_seen()
        return view(user, **kwargs)

    guarded.access = "own account"  # type: ignore[attr-defined]
    return cast("View", guarded)


def proved(view: View) -> View:
    """The same for what is sensitive: whoever signed in a while ago shows first who they are.

    What a POST would have done is to be asked for again on the page from which it came.
    """

    @own
    @wraps(view)
    def guarded(user: User, **kwargs: Any) -> Any:
        if sessions.proved_lately():
            return view(user, **kwargs)
        target = request.path if request.method == "GET" else url_for("account.second_factor")
        return redirect(url_for("account.confirm", next=target), 302 if request.method == "GET" else 303)

    return cast("View", guarded)


def made(fields: dict[str, Any], **options: Any) -> FlaskForm:
    """A form of these fields, labelled in the visitor's language."""
    return type("AccountForm", (PostedForm,), fields)(**options)


def is_stale(form: FlaskForm) -> bool:
    """Whether the form was sent from a page that was open for too long."""
    return bool(form.is_submitted()) and stale(form)


def done(endpoint: str, text: str) -> Response:
    """Lead to a page of the account that says what was done; letters go out."""
    nudge()
    flash(text, "success")
    return redirect(url_for(endpoint), 303)


def refused(endpoint: str, text: str) -> Response:
    """Lead to a page of the account that says why nothing was done."""
    flash(text, "error")
    return redirect(url_for(endpoint), 303)
