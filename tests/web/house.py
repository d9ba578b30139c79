"""Rules that every page of ours keeps."""

from collections import Counter
from functools import lru_cache
from http import HTTPStatus

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.web.pages import BUTTONS, Node, parse

DATA = "application/ld+json"  # a script of that type is read, not run


def look_at(app: Flask, response: TestResponse) -> None:
    """Fail where a page breaks a rule of the house."""
    page = parse(response.get_data(as_text=True))
    problems = [
        *_outline(page),
        *_ids(page),
        *_labels(page),
        *_inline(page),
        *_targets(app, page, response.request.path, response.status_code),
    ]
    assert not problems, f"{response.request.path}: {problems}"


def _outline(page: Node) -> list[str]:
    problems = []
    if not page.one("html").get("lang"):
        problems.append("no language")
    if not page.one("head").one("title").text:
        problems.append("no title")
    levels = [int(node.tag[1]) for node in page.one("main").all("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1:
        problems.append(f"{levels.count(1)} h1")
    steps = zip([0, *levels], levels, strict=False)
    problems += [f"h{after} follows h{before}" for before, after in steps if after > before + 1]
    problems += ["an empty heading" for node in page.all("h1", "h2", "h3", "h4") if not node.text]
    return problems


def _ids(page: Node) -> list[str]:
    ids = Counter(node.get("id") for node in page.all() if node.get("id"))
    problems = [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    for node in page.all():
        named = " ".join(node.get(name, "") or "" for name in ("for", "aria-labelledby", "aria-describedby"))
        href = node.get("href") or ""
        wanted = [*named.split(), *([href[1:]] if href.startswith("#") else [])]
        problems += [
            f"<{node.tag}> points to #{name}, which is not there" for name in wanted if name not in ids
        ]
    return problems


def _labels(page: Node) -> list[str]:
    labelled = {node.get("for") for node in page.all("label") if node.text}
    problems = [
        f"no label for {field.get('name')}"
        for field in page.all("input", "select", "textarea")
        if field.get("type") not in {"hidden", *BUTTONS}
        and field.get("id") not in labelled
        and not field.get("aria-label")
        and not field.within("label")
    ]
    problems += ["a picture without alt" for image in page.all("img") if image.get("alt") is None]
    problems += [
        f"<{node.tag}> without words" for node in page.all("a", "button", "summary") if not node.text
    ]
    return problems


def _inline(page: Node) -> list[str]:
    problems = [f"<{node.tag}> has a style" for node in page.all() if node.get("style") is not None]
    problems += ["a style element" for _ in page.all("style")]
    problems += [
        "an inline script"
        for script in page.all("script")
        if script.get("type") != DATA and script.get("src") is None
    ]
    problems += [
        f"<{node.tag} {name}>" for node in page.all() for name in node.attributes if name.startswith("on")
    ]
    return problems


def _targets(app: Flask, page: Node, path: str, status: int) -> list[str]:
    problems = []
    for form in page.all("form"):
        method = (form.get("method") or "get").upper()
        problems += _target(app, form.get("action") or path, method)
        one_click = form.all("input", name="List-Unsubscribe")  # RFC 8058: its address is its proof
        if method == "POST" and not one_click and not form.all("input", name="csrf_token"):
            problems.append(f"no csrf_token in the form for {form.get('action')}")
    for link in page.all("a", "link"):
        href = link.get("href") or ""
        is_here = href.partition("?")[0] == path and status == HTTPStatus.NOT_FOUND
        problems += _target(app, href, "GET") if href.startswith("/") and not is_here else []
    return problems


def _target(app: Flask, address: str, method: str) -> list[str]:
    error = _error_at(app, address.partition("?")[0].partition("#")[0], method)
    return [] if error is None else [f"{method} {address}: {error}"]


@lru_cache(maxsize=1000)  # the same menus on each page
def _error_at(app: Flask, path: str, method: str) -> int | None:
    try:
        app.url_map.bind("localhost").match(path, method=method)
    except HTTPException as error:
        return error.code or 0
    return None
