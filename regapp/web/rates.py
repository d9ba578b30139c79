"""How often one network address may send a form."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from config import Settings

SIGN_IN = "30/minute"

View = TypeVar("View", bound=Callable[..., Any])

limiter = Limiter(key_func=get_remote_address, headers_enabled=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Share the counters over Redis, or give each process its part of the limit."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "fixed-window"
    app.config["REGISTRATION_LIMIT"] = _share(settings, settings.limit_registrations)
    app.config["SIGN_IN_LIMIT"] = _share(settings, SIGN_IN)
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    _keep_off_other_pages(app)


def _keep_off_other_pages(app: Flask) -> None:
    # Limits stand at their views, so the library has nothing to do before, after or between other requests.
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001
    app.after_request_funcs[None].pop()
    app.teardown_request_funcs[None].pop()


def _share(settings: Settings, limit: str) -> str:
    if limit == "off":
        return ""
    number, _, period = limit.partition("/")
    processes = 1 if settings.redis_url else settings.web_processes
    return f"{-(-int(number) // processes)}/{period}"


def limit_registrations(view: View) -> View:
    """Let one network address send the form so often and no oftener: else 429."""
    limit: Any = limiter.limit(
        lambda: current_app.config["REGISTRATION_LIMIT"],
        exempt_when=lambda: not current_app.config["REGISTRATION_LIMIT"],
        scope="registrations",
    )
    limited: View = limit(view)
    return limited


def limit_sign_in(view: View) -> View:
    """Let one network address try so many passwords and no more: else 429."""
    limit: Any = limiter.limit(lambda: current_app.config["SIGN_IN_LIMIT"], scope="sign-in")
    limited: View = limit(view)
    return limited
