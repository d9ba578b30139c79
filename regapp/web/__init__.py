"""The edge that people's browsers meet."""

from flask import Flask
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from regapp.web import (
    assets,
    cookies,
    errors,
    formats,
    headers,
    health,
    identifiers,
    moved,
    rates,
    reading,
    sent_forms,
    signin,
    translations,
    uploads,
)
from regapp.web.account import account
from regapp.web.feeds import feeds
from regapp.web.joining import joining
from regapp.web.mailbox import mailbox
from regapp.web.organise import organise
from regapp.web.public import public

LARGEST_BODY = 1024 * 1024  # octets of a form


def init_app(app: Flask, settings: Settings) -> None:
    """Make ``app`` answer requests."""
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        WTF_I18N_ENABLED=False,  # every message of a form is ours
        WTF_CSRF_TIME_LIMIT=None,  # lives as long as the browser's session: forms are filled in slowly
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    identifiers.init_app(app)
    uploads.init_app(app)
    cookies.init_app(app, settings)
    headers.init_app(app, settings)
    assets.init_app(app)
    reading.init_app(app)
    translations.init_app(app)
    formats.init_app(app)
    errors.init_app(app)
    moved.init_app(app)
    rates.init_app(app, settings)
    signin.init_app(app, settings)
    app.jinja_env.globals["csrf_token"] = generate_csrf
    sent_forms.init_app(app)
    for blueprint in (public, feeds, account, organise, joining, health.health):
        app.register_blueprint(blueprint)
    if settings.shows_mailbox:
        app.register_blueprint(mailbox)
