"""Cookies: HttpOnly and SameSite=Lax always; Secure and named ``__Host-`` exactly on https."""

from flask import Flask, Response, current_app, request

from config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Name and protect the browser's session likewise."""
    app.config.update(
        SESSION_COOKIE_NAME=_name("session", https=settings.https),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
    )


def read_cookie(name: str) -> str | None:
    """The value of our cookie ``name`` in the present request."""
    return request.cookies.get(_name(name, https=_https()))


def write_cookie(response: Response, name: str, value: str, *, max_age: int) -> None:
    """Have the browser keep ``value`` for ``max_age`` seconds."""
    response.set_cookie(
        _name(name, https=_https()),
        value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=_https(),
    )


def _https() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.https


def _name(name: str, *, https: bool) -> str:
    return f"__Host-{name}" if https else name
