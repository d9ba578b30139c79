"""Tags: put on from the list and on a person's page, renamed and deleted on pages of their own."""

from flask import Flask

from regapp.services.bulk.doing import FEW
from tests.organisers import browser, on_sqlite, own_event
from tests.services.bulk.scenes import work_it_off
from tests.web.organise.test_jobs import answer, ask, begin, full_event
from tests.web.pages import Node
from tests.web.visits import page, send, words


def link(shown: object, text: str) -> str:
    found: list[Node] = page(shown).one("main").all("a")  # type: ignore[arg-type]
    return next(one.get("href") or "" for one in found if one.text == text)


def test_a_tag_is_made_on_the_spot_and_filters_the_list(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1, 2)
    told = answer(client, ask(client, event, "tag", person=event.ids(1)), "tag", tag_name=" Press ")
    assert "1 person has the tag now." in words(client.get(told.location))
    tags = client.get(f"{event.address}/tags")
    assert "Press 1 person" in " ".join(words(tags).split())
    listed = words(client.get(link(tags, "1 person")))
    assert "Person 1" in listed
    assert "Person 2" not in listed
    assert event.sound()


@on_sqlite
def test_a_tag_needs_a_name(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    asked = ask(client, event, "tag", person=event.ids(1))
    for name in ("", " ", "x" * 41):
        assert answer(client, asked, "tag", tag_name=name).status_code == 422


@on_sqlite
def test_a_tag_is_taken_off_those_who_are_ticked(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1, 2)
    answer(client, ask(client, event, "tag", person=event.ids(1, 2)), "tag", tag_name="Press")
    asked = ask(client, event, "untag", person=event.ids(1))
    press = next(one.get("value") for one in page(asked).all("option") if one.text == "Press")
    told = answer(client, asked, "untag", tag=press)
    assert "The tag is taken off 1 person." in words(client.get(told.location))
    assert "Press 1 person" in " ".join(words(client.get(f"{event.address}/tags")).split())
    assert answer(client, asked, "untag", tag="77").status_code == 422


@on_sqlite
def test_tags_stand_on_the_page_of_a_person_and_are_changed_there(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    put = send(client, client.get(event.person(1)), "/tags", tag_name="Press")
    assert put.status_code == 303
    shown = client.get(put.location)
    assert "Take off “Press”" in words(shown)
    taken = client.get(send(client, shown, "/remove").location)
    assert "The tag is taken off." in words(taken)
    assert "Take off “Press”" not in words(taken)
    refused = send(client, client.get(event.person(1)), "/tags", tag_name="")
    assert refused.status_code == 422
    assert "Write the tag." in words(refused)


@on_sqlite
def test_a_tag_is_renamed(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    for name in ("Press", "Guests"):
        send(client, client.get(event.person(1)), "/tags", tag_name=name)
    at = link(client.get(f"{event.address}/tags"), "Press")
    taken = send(client, client.get(at), at, name="guests")
    assert taken.status_code == 422
    assert "Another tag is called so." in words(taken)
    done = send(client, client.get(at), at, name="Media")
    assert "Media" in words(client.get(done.location))


@on_sqlite
def test_a_tag_is_deleted(website: Flask) -> None:
    event, client = own_event(website), browser(website)
    event.register(1)
    send(client, client.get(event.person(1)), "/tags", tag_name="Press")
    at = link(client.get(f"{event.address}/tags"), "Press")
    assert "It is taken off 1 person." in words(client.get(at))
    gone = client.get(send(client, client.get(at), "/delete").location)
    assert "There are no tags yet" in words(gone)
    assert client.get(at).status_code == 404


@on_sqlite
def test_one_of_many_is_deleted_in_the_background(website: Flask) -> None:
    event, client = full_event(website, FEW + 5), browser(website)
    begin(client, event, "tag", tag_name="Press")
    with website.app_context():
        work_it_off()
    at = link(client.get(f"{event.address}/tags"), "Press")
    begun = send(client, client.get(at), "/delete")
    assert "/jobs/" in begun.location
    with website.app_context():
        work_it_off()
    assert f"The tag is taken off {FEW + 5} people." in words(client.get(begun.location))
    assert client.get(at).status_code == 404
