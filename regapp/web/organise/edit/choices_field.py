"""The choices of a question: a row for each, in up to four languages, with a number of places if wanted.

Rows are added, moved and taken away by buttons that send the form, so that it works without JavaScript.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from regapp import texts
from regapp.models import LocalizedText
from regapp.vocabulary import Language
from regapp.web.fields import can_be_seen, clean_line
from regapp.web.formats import read
from regapp.web.localized_fields import Control
from regapp.web.reading import language
from regapp.web.translations import gettext as _

LONGEST_CHOICE, LONGEST_KEY = 200, 60
MOST_CHOICES, MOST_PLACES = 100, 1_000_000
ROW_BUTTON = "row"
_BUTTON = re.compile(r"(add|remove|up|down)(?:-(\d{1,3}))?")

Choice = dict[str, Any]  # "key" (empty: a new one), "label" by language, "places" (None: no limit)


@dataclass(frozen=True, slots=True)
class Row:
    """A choice as its controls show it; ``number`` counts from 0, ``places`` is what was typed."""

    number: int
    key: str
    controls: list[Control]
    places: str
    name: str


class ChoicesField(Field):  # type: ignore[misc]
    """Choices in their order; rows in which nothing stands are left out of ``data`` once it is checked."""

    widget = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the rows that were sent; a form that shows none leaves what is stored."""
        super().process(None, data or [], extra_filters)
        self.typed: dict[int, str] = {}
        if formdata is None or f"{self.name}-rows" not in formdata:
            return
        numbers = range(min(_number(formdata[f"{self.name}-rows"]), MOST_CHOICES))
        self.data = [self._sent(formdata, number) for number in numbers]
        self.raw_data = [""]

    def process_data(self, value: Any) -> None:
        """Take stored choices."""
        self.data, self.typed = [dict(choice) for choice in value or []], {}

    def press(self, button: str) -> None:
        """Do what a button of a row asks for."""
        found = _BUTTON.fullmatch(button)
        if found is None:
            return
        what, number = found[1], int(found[2] or 0)
        if what == "add" and len(self.data) < MOST_CHOICES:
            self.data.append(new_choice())
        elif what == "remove" and number < len(self.data):
            del self.data[number]
        elif what in {"up", "down"} and number < len(self.data):
            there = number + (-1 if what == "up" else 1)
            self.data.insert(max(0, there), self.data.pop(number))
        if what != "add":
            self.typed = {}

    def pre_validate(self, _form: FlaskForm) -> None:
        """Leave out empty rows; stop at what is too long, without a text or no number."""
        for number, choice in enumerate(self.data):
            self._check(number, choice)
        self.data = [choice for choice in self.data if choice["label"]]

    def rows(self) -> list[Row]:
        """A row for each choice."""
        return [
            Row(
                number,
                choice["key"],
                self._controls(number, choice),
                self._places(number),
                _name(number, choice),
            )
            for number, choice in enumerate(self.data)
        ]

    def words(self, value: Sequence[Mapping[str, Any]]) -> str:
        """Choices of somebody else's in words."""
        return "; ".join(read(LocalizedText(choice["label"])) for choice in value)

    def _sent(self, formdata: Any, number: int) -> Choice:
        def of(what: str) -> str:
            return clean_line(formdata.get(f"{self.name}-{number}-{what}"))

        label = {str(one): of(f"label-{one}") for one in Language}
        self.typed[number] = typed = of("places")
        return {
            "key": of("key")[:LONGEST_KEY],
            "label": {one: text for one, text in label.items() if can_be_seen(text)},
            "places": _places(typed),
        }

    def _check(self, number: int, choice: Choice) -> None:
        name = _name(number, choice)
        if choice["key"] and not choice["label"]:
            raise StopValidation(
                _("%(choice)s: write it in one language at least, or take it away.", choice=name)
            )
        for text in choice["label"].values():
            if len(text) > LONGEST_CHOICE:
                short = {"choice": _default_name(number), "most": LONGEST_CHOICE, "count": len(text)}
                raise StopValidation(
                    _("%(choice)s: shorten it to %(most)s characters; it has %(count)s.", **short)
                )
        if self.typed.get(number) and choice["places"] is None:
            raise StopValidation(
                _(
                    "%(choice)s: write a whole number of places from 0 to %(most)s, or nothing.",
                    choice=name,
                    most=MOST_PLACES,
                )
            )

    def _controls(self, number: int, choice: Choice) -> list[Control]:
        mine = language()
        order = [mine, *(one for one in Language if one is not mine)]
        return [
            Control(
                f"{self.name}-{number}-label-{one}",
                one,
                texts.NAMES[one],
                choice["label"].get(str(one), ""),
                is_missing=bool(choice["label"]) and str(one) not in choice["label"],
            )
            for one in order
        ]

    def _places(self, number: int) -> str:
        places = self.data[number]["places"]
        return self.typed.get(number) or ("" if places is None else str(places))


def new_choice() -> Choice:
    """An empty one."""
    return {"key": "", "label": {}, "places": None}


def _name(number: int, choice: Choice) -> str:
    label = read(LocalizedText(choice["label"]))
    return label if 0 < len(label) <= LONGEST_CHOICE else _default_name(number)


def _default_name(number: int) -> str:
    return _("Answer %(number)s", number=number + 1)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < len("1000000") else 0


def _places(typed: str) -> int | None:
    plain = "".join(typed.split())
    if not plain.isascii() or not plain.isdecimal() or len(plain) > len(str(MOST_PLACES)):
        return None
    return int(plain) if int(plain) <= MOST_PLACES else None
