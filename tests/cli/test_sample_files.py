"""The files of sample data: complete in four languages, and consistent among themselves."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

FOLDER = Path(__file__).parents[2] / "regapp" / "cli" / "sample"
LANGUAGES = {"en", "kk", "ru", "de"}
PAST = ("conference-2018", "round-table-2020", "webinar-2021")
COMING = ("round-table", "webinar", "race", "teleconference")
EVENTS = PAST + COMING
FILES = ("organisations", "venues", *EVENTS)

# Proper names that German writes as English does.
SAME_IN_ENGLISH = {
    "Almaty",
    "Astana",
    "Karaganda",
    "Taldykorgan",
    "Friedrich-Ebert-Stiftung",
    "Elif Karaduman",
    "Marek Zaleśny",
    "Kristjan Rannamäe",
    "Rachel Whitcombe",
    "Giulia Ferrandini",
    "Lin Yuchen",
}

TEXTS = {
    "organisation": {"name"},
    "venue": {"name", "address", "city", "accessibility"},
    "event": {"title", "summary", "description"},
    "ticket_type": {"name", "hint"},
    "quota": {"name"},
    "question": {"label"},
    "choice": {"label"},
    "session": {"title"},
    "speaker_group": {"title", "topic"},
    "speaker": {"name", "title", "affiliation"},
}
REQUIRED = {
    "organisation": {"slug", "website", "contact_email"},
    "venue": {"slug", "region", "latitude", "longitude", "seats"},
    "event": {
        *("slug", "organisation", "hosts", "kind", "zone", "closes_hours_before"),
        *("waiting_list", "languages", "contact_email", "ticket_type", "session"),
    },
    "relative": {"days", "start", "end", "length_days"},
    "meeting": {"provider", "meeting_id", "join_address", "passcode", "id_visibility"},
    "ticket_type": {"key", "attendance"},
    "quota": {"capacity", "ticket_types"},
    "question": {"key", "kind", "required"},
    "choice": {"key"},
    "session": set(),
    "speaker_group": set(),
    "speaker": {"role", "country"},
}
OPTIONAL = {
    "event": {
        *("venue", "start", "end", "relative", "contact_phone", "public_stream", "meeting", "most_people"),
        *("quota", "question", "speaker_group", "speaker"),
    },
    "question": {"hint", "choice"},
    "session": {"day", "start", "end"},
    "speaker": {"group"},
}


def load(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def texts(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
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


def tables(event: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "event", event
    for kind in ("relative", "meeting"):
        if kind in event:
            yield kind, event[kind]
    for kind in ("ticket_type", "quota", "question", "session", "speaker_group", "speaker"):
        for table in event.get(kind, []):
            yield kind, table
    for question in event.get("question", []):
        for choice in question.get("choice", []):
            yield "choice", choice


def check_keys(kind: str, table: dict[str, Any]) -> None:
    needed = REQUIRED[kind] | TEXTS.get(kind, set())
    assert needed <= table.keys(), (kind, needed - table.keys())
    unknown = table.keys() - needed - OPTIONAL.get(kind, set())
    assert not unknown, (kind, unknown)
    for key in TEXTS.get(kind, set()):
        assert isinstance(table[key], dict), (kind, key)


def clock(value: str) -> dt.time:
    assert re.fullmatch(r"\d\d:\d\d", value), value
    return dt.time.fromisoformat(value)


def test_the_folder_holds_just_these_files() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_texts_are_complete(name: str) -> None:
    found = list(texts(load(name), name))
    assert found
    for path, text in found:
        assert text.keys() == LANGUAGES, path
        for language, words in text.items():
            place = f"{path}.{language}"
            assert isinstance(words, str), place
            assert words, place
            assert words == words.strip(), place
            assert "!" not in words, place
            assert "  " not in words, place
            if language != "en" and words not in SAME_IN_ENGLISH:
                assert words != text["en"], place


@pytest.mark.parametrize("name", FILES)
def test_texts_are_in_the_script_of_their_language(name: str) -> None:
    for path, text in texts(load(name), name):
        for language, words in text.items():
            place = f"{path}.{language}"
            cyrillic = re.search(r"[\u0400-\u04ff]", words) is not None
            assert cyrillic == (language in {"kk", "ru"}), place
            for word in re.findall(r"[^\W\d_]+", words):
                mixed = re.search(r"[\u0400-\u04ff]", word) and re.search(r"[A-Za-z]", word)
                assert not mixed, (place, word)
            if language == "ru":
                kazakh = re.search(r"[әғқңөұүһі]", words.lower())
                assert not kazakh or "«Шаңырақ»" in words, place
        if len(text["ru"]) > 40 and ".speaker[" not in path:
            assert text["kk"] != text["ru"], path


def test_same_in_english_holds_nothing_needless() -> None:
    used = {
        text["en"]
        for name in FILES
        for _, text in texts(load(name), name)
        if text["en"] in {text["kk"], text["ru"], text["de"]}
    }
    assert used == SAME_IN_ENGLISH


def test_organisations() -> None:
    organisations = load("organisations")["organisation"]
    assert {each["slug"] for each in organisations} == {"dku", "fes", "shanyrak", "assembly"}
    for each in organisations:
        check_keys("organisation", each)
        assert each["website"].startswith("https://")
        assert each["contact_email"].endswith(".example")


def test_venues() -> None:
    venues = load("venues")["venue"]
    assert len({each["slug"] for each in venues}) == len(venues) == 5
    for each in venues:
        check_keys("venue", each)
        assert re.fullmatch(r"KZ-\d\d", each["region"])
        assert 40 < each["latitude"] < 56
        assert 46 < each["longitude"] < 88
        assert each["seats"] > 0


@pytest.mark.parametrize("slug", EVENTS)
def test_keys_are_the_known_ones(slug: str) -> None:
    for kind, table in tables(load(slug)):
        check_keys(kind, table)


@pytest.mark.parametrize("slug", EVENTS)
def test_an_event_refers_to_what_there_is(slug: str) -> None:
    event = load(slug)
    organisations = {each["slug"] for each in load("organisations")["organisation"]}
    venues = {each["slug"]: each for each in load("venues")["venue"]}
    assert event["slug"] == slug
    assert event["organisation"] in organisations
    assert set(event["hosts"]) <= organisations - {event["organisation"]}
    assert event["kind"] in {"round-table", "webinar", "conference", "race", "teleconference"}
    assert ZoneInfo(event["zone"]).key == "Asia/Almaty"
    assert event["languages"]
    assert set(event["languages"]) <= LANGUAGES
    assert event["closes_hours_before"] > 0

    tickets = {each["key"]: each["attendance"] for each in event["ticket_type"]}
    assert len(tickets) == len(event["ticket_type"])
    assert set(tickets.values()) <= {"in-person", "online"}
    assert ("in-person" in tickets.values()) == ("venue" in event)
    assert ("online" in tickets.values()) == ("meeting" in event)
    if "venue" in event:
        seats = venues[event["venue"]]["seats"]
    for quota in event.get("quota", []):
        assert quota["capacity"] > 0
        assert quota["ticket_types"]
        assert set(quota["ticket_types"]) <= tickets.keys()
        if {tickets[key] for key in quota["ticket_types"]} == {"in-person"}:
            assert quota["capacity"] <= seats
    if "meeting" in event:
        assert event["meeting"]["provider"] == "zoom"
        assert event["meeting"]["id_visibility"] in {"public", "registered"}
        digits = event["meeting"]["meeting_id"].replace(" ", "")
        assert event["meeting"]["join_address"].endswith(f"/j/{digits}")

    questions = event.get("question", [])
    assert len({each["key"] for each in questions}) == len(questions)
    for question in questions:
        assert question["kind"] in {"text", "choice", "paragraph"}
        assert isinstance(question["required"], bool)
        choices = [each["key"] for each in question.get("choice", [])]
        assert (question["kind"] == "choice") == bool(choices)
        assert len(set(choices)) == len(choices)

    groups = range(len(event.get("speaker_group", [])))
    for speaker in event.get("speaker", []):
        assert speaker["role"] in {"moderator", "speaker", "guest"}
        assert re.fullmatch(r"[A-Z]{2}", speaker["country"])
        assert speaker.get("group", 0) in groups or "group" not in speaker


@pytest.mark.parametrize("slug", EVENTS)
def test_times_fit(slug: str) -> None:
    event = load(slug)
    assert (slug in PAST) == ("start" in event) == ("relative" not in event)
    if slug in PAST:
        begin, end = event["start"], event["end"]
        assert begin.tzinfo is None
        assert end.tzinfo is None
        assert begin < end
        length = (end.date() - begin.date()).days + 1
        opens, closes = begin.time(), end.time()
    else:
        relative = event["relative"]
        assert relative["days"] > 0
        length = relative["length_days"]
        opens, closes = clock(relative["start"]), clock(relative["end"])
    assert opens < closes
    last = (1, opens)
    for session in event["session"]:
        timed = {"day", "start", "end"} & session.keys()
        if event["kind"] == "round-table":
            assert not timed
            continue
        assert timed == {"day", "start", "end"}
        begin, end = clock(session["start"]), clock(session["end"])
        assert 1 <= session["day"] <= length
        assert opens <= begin < end <= closes
        assert last <= (session["day"], begin), session["title"]["en"]
        last = (session["day"], end)


@pytest.mark.parametrize("slug", EVENTS)
def test_descriptions_are_short_paragraphs(slug: str) -> None:
    event = load(slug)
    counts = set()
    for words in event["description"].values():
        paragraphs = words.split("\n\n")
        assert 2 <= len(paragraphs) <= 4
        assert all(paragraph and "\n" not in paragraph for paragraph in paragraphs)
        counts.add(len(paragraphs))
    assert len(counts) == 1
    assert all("\n" not in words and len(words) <= 260 for words in event["summary"].values())


def test_round_tables_are_as_described() -> None:
    for slug in ("round-table-2020", "round-table"):
        event = load(slug)
        assert event["organisation"] == "dku"
        assert event["hosts"] == ["fes"]
        assert event["waiting_list"] is True
        assert event["closes_hours_before"] == 24
        assert event["contact_phone"] == "+7 777 397 11 27"
        assert [each["key"] for each in event["ticket_type"]] == ["in-person", "online"]
        assert [each["capacity"] for each in event["quota"]] == [10]
        assert [each["key"] for each in event["question"]] == ["affiliation", "group", "question"]
        assert len(event["session"]) == 6
        assert len(event["speaker_group"]) == 4
    assert load("round-table")["title"] != load("round-table-2020")["title"]


def test_coming_editions_have_the_promised_places() -> None:
    found = {}
    for slug in COMING:
        event = load(slug)
        places = {
            ticket: each["capacity"] for each in event.get("quota", []) for ticket in each["ticket_types"]
        }
        keys = [each["key"] for each in event["ticket_type"]]
        days = event["relative"]["days"]
        found[slug] = (event["organisation"], days, {key: places.get(key) for key in keys})
    assert found == {
        "round-table": ("dku", 21, {"in-person": 10, "online": None}),
        "webinar": ("shanyrak", 35, {"online": 500}),
        "race": ("assembly", 56, {"runner": 15_000}),
        "teleconference": ("assembly", 14, {"studio": 1_000, "online": None}),
    }


def test_webinars_name_two_moderators_and_guests_of_eight_countries() -> None:
    for slug in ("webinar-2021", "webinar"):
        people = load(slug)["speaker"]
        assert [each["role"] for each in people].count("moderator") == 2
        guests = [each["country"] for each in people if each["role"] == "guest"]
        assert guests == ["RU", "TR", "PL", "UA", "EE", "US", "IT", "CN"]
