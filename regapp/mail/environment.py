"""The templates of letters, in a given language. They know no request."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from regapp import texts
from regapp.documents import markdown
from regapp.mail.words import paragraphs
from regapp.models import Event, LocalizedText
from regapp.texts import code_groups
from regapp.vocabulary import Language

FOLDER = Path(__file__).parents[2] / "templates" / "mail"
WORD_JOINER = "\N{WORD JOINER}"

# What parts an address, also in the scripts whose full stops name servers take for a dot (UTS 46).
_JOINTS = re.compile("([.:/\\\\@\u3002\uff0e\uff61])(?=\\S)")
# What turns the direction of the words that follow, and so could hide them.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@cache
def environment(language: Language) -> Environment:
    """The letters' own Jinja environment for ``language``."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(texts.catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    for name, written in texts.FORMATS.items():
        made.filters[name] = partial(_written, written, language)
    made.filters["read"] = partial(_read, language)
    made.filters["inert"] = inert
    made.filters["paragraphs"] = paragraphs
    made.filters["markdown"] = markdown.to_letter_html
    made.filters["plain"] = markdown.to_plain
    made.filters["code_groups"] = code_groups
    made.filters["provider_name"] = texts.provider_name
    made.filters["dialled"] = dialled
    made.globals["language"] = language
    made.globals["lang_of"] = partial(_lang_of, language)
    made.globals["days_text"] = partial(_days_text, language)
    return made


def inert(text: str) -> str:
    """``text`` on one line, so that no mail program makes a link of it.

    For whatever people type about themselves: anyone can type a name for anyone's address.
    """
    return _JOINTS.sub(rf"\1{WORD_JOINER}", _DIRECTIONS.sub("", " ".join(text.split())))


def dialled(phone: str) -> str:
    """A telephone number as people write it, as a ``tel:`` address (RFC 3966)."""
    return f"tel:{re.sub(r'[^+0-9]', '', phone)}"


def _written(write: Callable[[datetime, Language], str], language: Language, moment: datetime) -> str:
    return write(moment, language)


def _days_text(language: Language, event: Event) -> str:
    return texts.date_range(event.start, event.last_day, language)


def _lang_of(language: Language, text: LocalizedText) -> Markup:
    """A lang attribute, with a blank before it, for a text that is not in the letter's language."""
    found = text.language_for(language)
    return Markup("") if found in {None, language} else Markup(' lang="{}"').format(found)


def _read(language: Language, text: LocalizedText) -> str:
    return text.read(language)
