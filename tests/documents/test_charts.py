"""Pictures of numbers."""

import re
from xml.etree import ElementTree as ET

import pytest

from regapp.documents.charts import Bar, Mark, bar_chart, column_chart


def drawn(svg: str) -> ET.Element:
    """The picture as XML, which it has to be."""
    return ET.fromstring(svg)  # noqa: S314 - our own


def looks(svg: str, look: str) -> list[dict[str, str]]:
    """The attributes of every shape of that look."""
    return [one.attrib for one in drawn(svg).iter() if one.get("class") == look]


def words(svg: str) -> list[str]:
    """The texts in it, from top to bottom."""
    return [one.text or "" for one in drawn(svg).iter("text")]


def test_it_is_an_image_with_a_name_and_a_description():
    picture = drawn(bar_chart("places", "Places", "The room: 3 of 10", [Bar("The room", 3, "3")]))
    assert picture.get("role") == "img"
    ids = (picture.get("aria-labelledby") or "").split()
    told = {one.get("id"): one.text for one in picture if one.tag in {"title", "desc"}}
    assert [told[one] for one in ids] == ["Places", "The room: 3 of 10"]


def test_no_word_of_hosts_is_markup():
    evil = '<script>alert("1")</script>'
    for svg in (
        bar_chart("a", evil, evil, [Bar(evil, 1, evil, evil)]),
        column_chart("a", evil, evil, [1], ends=(evil, evil), marks=[Mark(0, evil)]),
    ):
        assert "<script" not in svg
        assert drawn(svg) is not None


def test_nothing_in_it_has_a_style_or_a_colour_of_its_own():
    svg = bar_chart("a", "T", "D", [Bar("A", 1, "1", "x", 2, 4)])
    svg += column_chart("b", "T", "D", [1, 2], ends=("x", "y"), marks=[Mark(0, "m")])
    assert not re.search(r'(style|fill|stroke|color)="', svg)


def test_bars_are_as_long_as_their_numbers():
    svg = bar_chart("a", "T", "D", [Bar("A", 10, "10"), Bar("B", 5, "5"), Bar("C", 0, "0")])
    assert [one["width"] for one in looks(svg, "chart-filled")] == ["86%", "43%"]


def test_what_is_certain_what_is_kept_and_what_is_free_differ_in_shape():
    svg = bar_chart("a", "T", "D", [Bar("The room", 4, "", outlined=2, frame=10)], own_scales=True)
    assert looks(svg, "chart-frame")[0]["width"] == "100%"
    assert looks(svg, "chart-filled")[0]["width"] == "40%"
    assert (looks(svg, "chart-outlined")[0]["x"], looks(svg, "chart-outlined")[0]["width"]) == ("40%", "20%")


def test_more_than_there_is_room_for_stays_in_the_picture():
    svg = bar_chart("a", "T", "D", [Bar("The room", 12, "", frame=10)], own_scales=True)
    assert looks(svg, "chart-filled")[0]["width"] == "100%"
    assert looks(svg, "chart-frame")[0]["width"] == "83.33%"


def test_what_has_no_limit_has_no_bar():
    svg = bar_chart("a", "T", "D", [Bar("Online", 0, "", "5 places taken, no limit")])
    assert list(drawn(svg).iter("rect")) == []
    assert words(svg) == ["Online", "5 places taken, no limit"]


def test_long_words_are_broken_into_lines_and_an_endless_one_is_cut():
    label = "Мемлекеттік қызметшілердің халықаралық ұйымдарының өкілдері"
    lines = words(bar_chart("a", "T", "D", [Bar(label, 1, "")]))
    assert " ".join(lines) == label
    endless = words(bar_chart("a", "T", "D", [Bar("слово " * 60, 1, "")]))
    assert len(endless) == 3
    assert endless[-1].endswith("…")
    assert max(map(len, [*lines, *endless])) <= 32


def test_columns_stand_side_by_side_on_one_line():
    svg = column_chart("a", "T", "D", [0, 5, 10], ends=("first", "last"))
    columns = looks(svg, "chart-filled")
    assert len(columns) == 2
    bottoms = {float(one["y"][:-2]) + float(one["height"][:-2]) for one in columns}
    assert len(bottoms) == 1
    assert float(columns[1]["height"][:-2]) == 2 * float(columns[0]["height"][:-2])
    assert words(svg) == ["10", "first", "last"]


@pytest.mark.parametrize("values", [[10, 0, 0], [0, 10], [10]])
def test_no_column_and_no_name_of_a_mark_stands_in_the_highest_number(values: list[int]):
    marks = [Mark(0, "Registration closes", end=True), Mark(0, "Today")]
    svg = column_chart("a", "T", "D", values, ends=("a", "b"), marks=marks)
    line = {one.text: float((one.get("y") or "")[:-2]) for one in drawn(svg).iter("text")}
    top = min(float(one["y"][:-2]) for one in looks(svg, "chart-filled"))
    assert line["10"] < top
    assert line["10"] - 1 >= max(line["Registration closes"], line["Today"])


def test_marks_stand_where_their_day_begins_or_ends():
    svg = column_chart(
        "a", "T", "D", [1] * 10, ends=("a", "b"), marks=[Mark(2, "Today"), Mark(9, "End", end=True)]
    )
    assert [one["x1"] for one in looks(svg, "chart-mark")] == ["20%", "100%"]
    assert {"Today", "End"} <= set(words(svg))


@pytest.mark.parametrize("values", [[], [0], [0, 0, 0]])
def test_nothing_is_drawn_of_nothing(values: list[int]):
    assert looks(column_chart("a", "T", "D", values, ends=("a", "b")), "chart-filled") == []


def test_no_bars_are_a_picture_as_well():
    assert drawn(bar_chart("a", "T", "D", [])).get("height") == "0em"
