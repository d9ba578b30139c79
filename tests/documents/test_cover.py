import re
from xml.etree import ElementTree as ET

import pytest

from regapp.documents.cover import BORDERS, FIELDS, Ornament, cover_svg

SLUGS = [f"event-{number}" for number in range(200)]


@pytest.mark.parametrize("slug", ["round-table", "til-merekesi", "наурыз", "", "a&b<c>"])
def test_it_draws_a_well_formed_picture_for_any_slug(slug: str):
    root = ET.fromstring(cover_svg(slug))  # noqa: S314 - our own text
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_it_draws_the_same_slug_alike():
    assert cover_svg("round-table") == cover_svg("round-table")


def test_it_draws_each_slug_differently():
    assert len({cover_svg(slug) for slug in SLUGS}) == len(SLUGS)


def test_no_kind_of_ornament_is_left_out():
    assert {Ornament(slug).field for slug in SLUGS} == set(FIELDS)
    assert {Ornament(slug).border for slug in SLUGS} == set(BORDERS)


def test_a_picture_is_small():
    assert max(len(cover_svg(slug)) for slug in SLUGS) <= 4096


def test_it_needs_nothing_that_a_strict_policy_forbids():
    assert not re.search(r"<style|style=|<script|https?://(?!www\.w3\.org)", "".join(map(cover_svg, SLUGS)))


def test_screen_readers_pass_it_by():
    assert ET.fromstring(cover_svg("round-table")).get("aria-hidden") == "true"  # noqa: S314 - our own text


def test_it_has_the_size_asked_for():
    root = ET.fromstring(cover_svg("round-table", width=600, height=200))  # noqa: S314 - our own text
    assert root.get("viewBox") == "0 0 600 200"


def test_every_reference_leads_to_a_piece_of_the_same_picture():
    picture = cover_svg("round-table")
    assert set(re.findall(r'(?:href="|url\()#(\w+)', picture)) <= set(re.findall(r'id="(\w+)"', picture))


def test_two_pictures_in_one_page_share_no_names():
    first, second = (set(re.findall(r'id="(\w+)"', cover_svg(slug))) for slug in ("race", "webinar"))
    assert not first & second
