"""Files that everybody may have, and those that are for the registered alone."""

from flask import Response, abort

from regapp.database import db
from regapp.queries.answers import own_answer_file
from regapp.queries.files import own_file, public_file
from regapp.web.file_responses import file_response
from regapp.web.public import public
from regapp.web.public.own_page_view import find_own


@public.get("/files/<token>/<name>")
def file(token: str, name: str) -> Response:  # noqa: ARG001 - the name is for whoever saves the file
    """A picture, or an attachment for everybody."""
    found = public_file(db.session(), token)
    return abort(404) if found is None else file_response(found, public=True)


@public.get("/registrations/<token>/answers/<file_token>/<name>")
def own_answer(token: str, file_token: str, name: str) -> Response:  # noqa: ARG001
    """The file with which somebody answered a question, for themself."""
    found = own_answer_file(db.session(), find_own(token), file_token)
    return abort(404) if found is None else file_response(found, public=False)


@public.get("/registrations/<token>/files/<file_token>/<name>")
def own_attachment(token: str, file_token: str, name: str) -> Response:  # noqa: ARG001
    """An attachment of the event, for somebody who is registered."""
    registration = find_own(token)
    may = registration.active and not registration.prove_until
    found = own_file(db.session(), registration, file_token) if may else None
    return abort(404) if found is None else file_response(found, public=False)
