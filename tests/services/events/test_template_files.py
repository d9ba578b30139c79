"""The templates that come with the service: complete in four languages, and consistent in themselves."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from regapp.services.events.drafts import EventDraft
from regapp.services.events.templates.built_in import DAY_ONE, FOLDER, KEYS, built_in
from regapp.services.events.times import outside
from regapp.vocabulary import EventKind, EventVisibility, QuestionKind

LANGUAGES = {"en", "kk", "ru", "de"}
SAME_IN_GERMAN = {"Online", "Astana", "Almaty", "Karaganda"}


def texts(value: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each table that has a language among its keys, with its place in the file."""
    if isinstance(value, dict):
        if LANGUAGES & value.keys():
            yield path, value
        else:
            for key, below in value.items():
                yield from texts(below, f"{path}.{key}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from texts(below, f"{path}[{index}]")


def raw(key: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))


def test_the_folder_holds_just_the_templates() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(KEYS)


def test_each_kind_of_event_that_is_asked_for_has_one() -> None:
    kinds = {template.draft.kind for template in built_in().values()}
    assert kinds >= {
        EventKind.ROUND_TABLE,
        EventKind.WEBINAR,
        EventKind.CONFERENCE,
        EventKind.SEMINAR,
        EventKind.RACE,
        EventKind.TELECONFERENCE,
        EventKind.ANNUAL_SESSION,
    }


@pytest.mark.parametrize("key", KEYS)
def test_its_texts_are_in_four_languages(key: str) -> None:
    found = list(texts(raw(key), key))
    assert len(found) > 3
    for place, text in found:
        assert text.keys() == LANGUAGES, place
        for language, words in text.items():
            assert words.strip(), (place, language)
            assert "!" not in words, (place, language)
            assert "  " not in words, (place, language)
            cyrillic = re.search(r"[\u0400-\u04ff]", words) is not None
            assert cyrillic == (language in {"kk", "ru"}), (place, language)
            for word in re.findall(r"[^\W\d_]+", words):
                assert not (re.search(r"[\u0400-\u04ff]", word) and re.search(r"[A-Za-z]", word)), (
                    place,
                    word,
                )
        assert text["de"] != text["en"] or text["en"] in SAME_IN_GERMAN, place
        assert len(text["ru"]) <= 40 or text["kk"] != text["ru"], place
        assert not re.search(r"[әғқңөұүһі]", text["ru"].lower()), place


@pytest.mark.parametrize("key", KEYS)
def test_what_it_points_to_is_there(key: str) -> None:
    draft = built_in()[key].draft
    tickets = {ticket.key for ticket in draft.ticket_types}
    assert tickets
    for quota in draft.quotas:
        assert set(quota.ticket_types) <= tickets
    for question in draft.questions:
        assert set(question.ticket_types) <= tickets
        assert bool(question.choices) == (question.kind is QuestionKind.CHOICE)
    assert len({question.key for question in draft.questions}) == len(draft.questions)


@pytest.mark.parametrize("key", KEYS)
def test_its_times_fit(key: str) -> None:
    draft = built_in()[key].draft
    assert draft.start.date() == DAY_ONE
    assert draft.closes <= draft.start < draft.end
    hours = [(number, item.start, item.end) for number, item in enumerate(draft.sessions)]
    assert not outside(hours, start=draft.start, end=draft.end, all_day=False)
    timed = [(item.start, item.end) for item in draft.sessions if item.start and item.end]
    assert timed == sorted(timed)
    assert all(draft.start <= first < last <= draft.end for first, last in timed)


def test_the_quarantine_round_table_has_what_such_a_table_needs() -> None:
    draft = built_in()["quarantine-round-table"].draft
    assert [quota.capacity for quota in draft.quotas] == [10]
    assert [ticket.key for ticket in draft.ticket_types] == ["in-person", "online"]
    assert len(draft.questions) == 3
    assert draft.rules.waiting_list


def test_a_session_by_invitation_lets_nobody_in_without_a_code() -> None:
    draft = built_in()["by-invitation"].draft
    assert draft.visibility is EventVisibility.INVITED
    assert all(ticket.needs_code for ticket in draft.ticket_types)


def test_nothing_in_a_template_can_be_changed_by_who_reads_it() -> None:
    assert is_dataclass(EventDraft)
    draft = built_in()["empty"].draft
    assert all(not isinstance(getattr(draft, field.name), list) for field in fields(draft))
