"""No more letters of a kind: the button in the page, and the one that mail programs show (RFC 8058)."""

from contextlib import suppress

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from regapp.database import db
from regapp.errors import NotFound
from regapp.queries.opting_out import find_refusable
from regapp.services.outgoing import opting_out
from regapp.web.public import public


@public.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> Response:
    """Which letters these are, and the button that ends them."""
    return _page(token)


@public.post("/unsubscribe/<token>")
def refuse_letters(token: str) -> Response:
    """End them at once, without a question and without a redirect, as RFC 8058 3.1 and 3.2 ask.

    Mail programs send it, so it carries no proof that our own page sent it: the token is the proof.
    """
    with suppress(NotFound):  # the page says so, the same for every such letter
        opting_out.refuse(token=token)
    return _page(token)


@public.post("/unsubscribe/<token>/undo")
def allow_letters(token: str) -> Response:
    """Have them again: a button is pressed by mistake, too."""
    opting_out.allow(token=token)
    return redirect(url_for("public.unsubscribe", token=token), 303)


def _page(token: str) -> Response:
    found = find_refusable(db.session(), token)
    body = render_template("public/unsubscribe.html", found=found, token=token)
    return make_response(body, 200 if found else 404)
