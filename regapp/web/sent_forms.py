"""Forms of organisers that make something, and make it once, however often they are sent.

The template puts ``once_field()`` of organise/parts.html into the form, and the view runs its use case by
``once``. What was typed counts as well: whoever goes back in the browser and types another text makes more.
"""

import hashlib
import json
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request
from werkzeug.datastructures import FileStorage

from regapp.database import db
from regapp.models.tokens import new_token
from regapp.queries.sent_forms import was_dealt_with
from regapp.services import sent_forms as service
from regapp.web.access import user_id

P = ParamSpec("P")
R = TypeVar("R")
FIELD = "form"  # hidden, random: as in the public form


def init_app(app: Flask) -> None:
    """Let templates make the random value."""
    app.jinja_env.globals["new_form_value"] = new_token


def once(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the use case ``act`` answers; if the form was sent before, what it has answered then."""
    digest = _digest()
    return service.once(digest, act, *args, **kwargs) if digest else act(*args, **kwargs)


def sent_before() -> bool:
    """Whether the form that is being answered has made its thing already."""
    digest = _digest()
    return bool(digest) and was_dealt_with(db.session(), digest)


def _digest() -> str:
    """Of who sends what where to; nothing for a form without the random value."""
    if not request.form.get(FIELD):
        return ""
    typed = sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token")
    files = sorted((name, _content(file)) for name, file in request.files.items(multi=True))
    return hashlib.sha256(json.dumps([user_id(), request.path, typed, files]).encode()).hexdigest()


def _content(file: FileStorage) -> str:
    file.stream.seek(0)
    digest = hashlib.sha256(file.stream.read()).hexdigest()
    file.stream.seek(0)
    return digest
