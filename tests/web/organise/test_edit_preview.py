"""A description is looked at before it is saved."""

import pytest
from flask.testing import FlaskClient

from tests.organisers import browser, own_event
from tests.web.organise.test_edit_texts import fields

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_description_is_shown_as_it_will_look_and_nothing_is_saved(client: FlaskClient) -> None:
    event, host = own_event(client.application), browser(client.application)
    page = f"{event.address}/edit/texts"
    typed = {"description-en": "# News\n\n*Soon* <b>now</b>", "title-en": "", "preview": "1"}
    answer = host.post(page, data=fields(host.get(page).text, **typed))
    assert answer.status_code == 200
    assert "<h3>News</h3>" in answer.text
    assert "<em>Soon</em> &lt;b&gt;now&lt;/b&gt;" in answer.text
    assert event.column("description") == {"en": "A table to sit at."}
    saved = host.post(page, data=fields(answer.text, **{"title-en": "Kept"}))
    assert saved.status_code == 303
    assert event.column("description")["en"].startswith("# News")
