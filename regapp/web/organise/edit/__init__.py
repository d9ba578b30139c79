"""The editor of an event: a page for each part of it."""

from regapp.web.organise.edit import (
    cover,
    faq,
    files,
    groups,
    hosts,
    hub,
    letters,
    online,
    people,
    place,
    programme,
    questions,
    sessions,
    texts,
    times,
    visibility,
)

__all__ = [
    "cover",
    "faq",
    "files",
    "groups",
    "hosts",
    "hub",
    "letters",
    "online",
    "people",
    "place",
    "programme",
    "questions",
    "sessions",
    "texts",
    "times",
    "visibility",
]
