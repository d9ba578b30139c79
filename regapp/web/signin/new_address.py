"""The page behind the link in the letter to an account's new address."""

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from regapp.errors import AddressTaken, NotFound
from regapp.models import User
from regapp.services.accounts import profile
from regapp.web.context import nudge
from regapp.web.forms import PlainForm
from regapp.web.rates import limit_sign_in
from regapp.web.signin import sessions, signin
from regapp.web.signin.links import ADDRESS, read, unlinked
from regapp.web.translations import gettext as _


@signin.get("/login/address/<token>")
def new_address(token: str) -> Response:
    """The button that makes the address the account's."""
    found = read(token, ADDRESS)
    return _page(token, found[0], found[1][0]) if found else _too_late()


@signin.post("/login/address/<token>")
@limit_sign_in
def prove_new_address(token: str) -> Response:
    """Make it so; the account is signed out everywhere and signs in with the new address."""
    found = read(token, ADDRESS)
    if found is None:
        return _too_late()
    user, (email,) = found
    if not PlainForm().validate():
        return _page(token, user, email, problem="stale", status=422)
    if not _is_inside(user):
        return _page(token, user, email, status=403)
    try:
        profile.prove_address(user_id=user.id, key=user.fs_uniquifier, email=email)
    except NotFound:
        return _too_late()
    except AddressTaken:
        return _page(token, user, email, problem="taken", status=409)
    sessions.end()
    nudge()
    flash(_("Your new address holds. Sign in with it."), "success")
    return redirect(url_for("signin.login"), 303)


def masked(email: str) -> str:
    """An address as its owner knows it again and nobody else learns it."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}•••@{host}"


def _is_inside(user: User) -> bool:
    # The letter alone is not enough: the address may be mistyped, and whoever reads it could then press the
    # button, ask for a new password and have the account.
    present = sessions.present()
    return present is not None and present.id == user.id


def _page(token: str, user: User, email: str, *, problem: str = "", status: int = 200) -> Response:
    body = render_template(
        "signin/new_address.html",
        token=token,
        old=masked(user.email),
        email=email,
        problem=problem,
        inside=_is_inside(user),
        other=sessions.present() is not None and not _is_inside(user),
        sign_in_at=url_for("signin.login", next=request.path),
    )
    return unlinked(make_response(body, status))


def _too_late() -> Response:
    return make_response(render_template("signin/link_ended.html", again=""), 410)
