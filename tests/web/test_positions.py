"""A position is read from what people have at hand."""

import pytest

from regapp.web.positions import Position, position_text, read_position

ALMATY = (43.2389, 76.8897)


@pytest.mark.parametrize(
    "typed",
    [
        "43.2389, 76.8897",
        "43.2389 76.8897",
        "43,2389; 76,8897",
        "(43.2389, 76.8897)",
        "43.2389° N, 76.8897° E",
        "geo:43.2389,76.8897;u=35",
        "https://www.openstreetmap.org/?mlat=43.2389&mlon=76.8897#map=17/43.1/76.1",
        "https://www.openstreetmap.org/#map=17/43.2389/76.8897",
        "https://www.google.com/maps/@43.2389,76.8897,17z",
        "https://www.google.com/maps/place/DKU/@43.1,76.1,17z/data=!3m1!4b1!4m6!3m5!8m2!3d43.2389!4d76.8897!16s",
        "https://www.google.com/maps?q=43.2389,76.8897",
        "https://www.google.com/maps/search/?api=1&query=43.2389%2C76.8897",
        "https://yandex.kz/maps/?ll=76.1%2C43.1&pt=76.8897,43.2389&z=17",
        "https://yandex.ru/maps/162/almaty/?ll=76.8897%2C43.2389&z=17",
        "https://2gis.kz/almaty/geo/9430047375015171/76.8897%2C43.2389",
        "https://2gis.kz/almaty?m=76.8897%2C43.2389%2F16",
        "https://maps.apple.com/?ll=43.2389,76.8897&q=DKU",
    ],
)
def test_a_position_is_read(typed: str):
    found = read_position(typed)
    assert found is not None
    assert (found.latitude, found.longitude) == ALMATY


@pytest.mark.parametrize("typed", ["33.9° S, 18.4° W", "-33.9, -18.4", "−33.9, −18.4"])
def test_south_and_west_are_negative(typed: str):
    found = read_position(typed)
    assert found is not None
    assert (found.latitude, found.longitude) == (-33.9, -18.4)


@pytest.mark.parametrize(
    "typed",
    ["", "here", "91, 10", "10, 181", "43.2", "https://maps.app.goo.gl/abc", "https://[", "geo:x", "1e5, 2"],
)
def test_what_is_none_is_not_guessed(typed: str):
    assert read_position(typed) is None


def test_what_is_stored_is_read_as_the_same():
    assert str(read_position(position_text(*ALMATY))) == "43.2389, 76.8897"
    assert read_position(position_text(0.0, -100.0)) == Position(0.0, -100.0)
    assert position_text(None, 76.0) == ""
