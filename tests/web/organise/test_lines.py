"""People and agendas as hosts write them, a line each."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regapp.services.events.drafts import SessionDraft, SpeakerDraft
from regapp.vocabulary import Language, SpeakerRole
from regapp.web.organise.new.lines import (
    LineProblem,
    Span,
    WrongLine,
    agenda_lines,
    agenda_of,
    people_of,
    person_line,
)

EN = Language.ENGLISH
ONE_DAY = Span(datetime(2031, 5, 5, 10), datetime(2031, 5, 5, 18))
TWO_DAYS = Span(datetime(2031, 5, 5, 10), datetime(2031, 5, 6, 18))


def hours(items: list[SessionDraft]) -> list[str]:
    return [f"{item.start:%d %H:%M}-{item.end:%H:%M}" for item in items if item.start and item.end]


@pytest.mark.parametrize(
    "line",
    [
        "10:00–10:30 Welcome",
        "10.00-10.30 Welcome",
        "10:00 — 10:30: Welcome",
        "10:00–10:30 – Welcome",
        "10:00-10:30, Welcome",
    ],
)
def test_hours_are_read_as_people_write_them(line: str) -> None:
    [item] = agenda_of(line, ONE_DAY, EN)
    assert (hours([item]), item.title) == (["05 10:00-10:30"], {"en": "Welcome"})


@pytest.mark.parametrize(
    "line", ["1. Welcome", "2) Welcome", "- Welcome", "• Welcome", "– Welcome", "Welcome"]
)
def test_numbers_and_bullets_are_left_out(line: str) -> None:
    assert agenda_of(line, ONE_DAY, EN) == [SessionDraft({"en": "Welcome"})]


@pytest.mark.parametrize("title", ["2.5 million migrants", "21.1 km", "10 questions", "2031: what now?"])
def test_a_number_is_no_hour(title: str) -> None:
    assert agenda_of(title, ONE_DAY, EN) == [SessionDraft({"en": title})]


@pytest.mark.parametrize("header", ["Day 2", "day 2:", "День 2", "2-күн", "2 күн", "Tag 2", "2-day."])
def test_a_day_is_named_in_any_language(header: str) -> None:
    items = agenda_of(f"10:00 A\n{header}\n11:00 B", TWO_DAYS, EN)
    assert hours(items) == ["05 10:00-18:00", "06 11:00-18:00"]


def test_what_has_no_end_lasts_until_the_next() -> None:
    items = agenda_of("10:00 A\n11:00 B\n10:30 C", ONE_DAY, EN)
    assert hours(items) == ["05 10:00-10:30", "05 11:00-18:00", "05 10:30-11:00"]


def test_what_begins_when_the_event_ends_lasts_an_hour() -> None:
    assert hours(agenda_of("18:00 Tea", ONE_DAY, EN)) == ["05 18:00-19:00"]


@pytest.mark.parametrize("number", ["0", "3", "99"])
def test_a_day_that_the_event_has_not_is_refused(number: str) -> None:
    with pytest.raises(WrongLine) as caught:
        agenda_of(f"10:00 A\n\nDay {number}", TWO_DAYS, EN)
    assert (caught.value.problem, caught.value.number) == (LineProblem.DAY, 3)


@pytest.mark.parametrize("line", ["24:00 A", "10:60 A", "10:00–10:75 A", "99:99 A"])
def test_an_hour_that_no_clock_shows_is_refused(line: str) -> None:
    with pytest.raises(WrongLine) as caught:
        agenda_of(line, ONE_DAY, EN)
    assert caught.value.problem is LineProblem.HOUR


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Aigul", ("Aigul", "", "")),
        ("Aigul, lawyer", ("Aigul", "lawyer", "")),
        ("Aigul, lawyer, Legal Aid", ("Aigul", "lawyer", "Legal Aid")),
        ("Aigul, PhD, lawyer, Legal Aid", ("Aigul", "PhD, lawyer", "Legal Aid")),
        ("Aigul; PhD, lawyer; Legal Aid, Almaty", ("Aigul", "PhD, lawyer", "Legal Aid, Almaty")),
        ("3. Aigul,, Legal Aid", ("Aigul", "Legal Aid", "")),
        (",", (",", "", "")),
    ],
)
def test_a_person_is_a_name_a_post_and_an_organisation(line: str, person: tuple[str, str, str]) -> None:
    [found] = people_of(line, SpeakerRole.GUEST, EN)
    assert (found.name.get("en", ""), found.title.get("en", ""), found.affiliation.get("en", "")) == person


def refused_line(text: str) -> int:
    """The line at which an agenda or its people are refused; 1 if they are read."""
    try:
        assert all(item.title["en"] for item in agenda_of(text, TWO_DAYS, EN))
        assert all(person.name["en"] for person in people_of(text, SpeakerRole.SPEAKER, EN))
    except WrongLine as error:
        return error.number
    return 1


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_by_its_line(text: str) -> None:
    assert 1 <= refused_line(text) <= max(1, len(text.splitlines()))


word = st.text(alphabet="abc АӘ", min_size=1, max_size=9).map(str.strip).filter(bool)


@given(st.lists(word, min_size=1, max_size=5), st.booleans())
def test_an_agenda_comes_back_from_its_lines(titles: list[str], timed: bool) -> None:  # noqa: FBT001
    items = tuple(
        SessionDraft(
            {"en": title},
            TWO_DAYS.start.replace(day=5 + number % 2, minute=number) if timed else None,
            TWO_DAYS.start.replace(day=5 + number % 2, hour=11) if timed else None,
        )
        for number, title in enumerate(titles)
    )
    ordered = tuple(sorted(items, key=lambda item: item.start or TWO_DAYS.start))
    if timed and ordered[0].start.date() != ordered[-1].start.date():  # type: ignore[union-attr]
        assert "Day 2" in agenda_lines(ordered, EN, "Day %s")
    assert tuple(agenda_of(agenda_lines(ordered, EN, "Day %s"), TWO_DAYS, EN)) == ordered


@given(word, word, word)
def test_a_person_comes_back_from_their_line(name: str, title: str, affiliation: str) -> None:
    person = SpeakerDraft(SpeakerRole.SPEAKER, {"en": name}, {"en": title}, {"en": affiliation})
    assert people_of(person_line(person, EN), SpeakerRole.SPEAKER, EN) == [person]
