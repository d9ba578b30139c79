"""Every kind of calendar file, read by every program: they agree on what there is and when."""

import shutil
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from regapp import create_app
from regapp.database import db
from tests.conftest import settings_for

from . import rules
from .kinds import ENTRIES, Span
from .making import JOIN, every_kind
from .readers import Libical, Radicale, Reader, Sabre, read_with_vobject, vobject_complaints

Kinds = dict[str, bytes]

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
# Whoever left, waits or joins online later is told no way to join, nor is anybody in public.
TELL_THE_WAY = {
    *("own: online", "personal feed", "REQUEST: online", "REQUEST: moved", "REQUEST: the way to join")
}
every_kind_of_file = pytest.mark.parametrize("kind", ENTRIES)


@pytest.fixture(scope="module")
def made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Kinds, list[str]]:
    folder = tmp_path_factory.mktemp("kinds")
    shutil.copy(sqlite_template, folder / "regapp.db")
    app = create_app(settings_for(f"sqlite:///{folder / 'regapp.db'}", folder))
    try:
        return every_kind(app)
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def kinds(made: tuple[Kinds, list[str]]) -> Kinds:
    return made[0]


def unfolded(file: bytes) -> str:
    return file.decode().replace("\r\n ", "")


def by_time(spans: list[Span]) -> list[Span]:
    return sorted(spans, key=str)


def test_each_kind_is_made(kinds: Kinds) -> None:
    assert kinds.keys() == ENTRIES.keys()


@every_kind_of_file
def test_every_program_reads_the_same_instants(kinds: Kinds, reader: Reader, kind: str) -> None:
    seen = [(one.start, one.end, one.status) for one in reader(kinds[kind])]
    assert by_time(seen) == by_time(ENTRIES[kind])


@every_kind_of_file
def test_every_program_reads_the_same_texts(kinds: Kinds, reader: Reader, kind: str) -> None:
    def texts(read: Reader) -> set[tuple[str, ...]]:
        return {(one.uid, one.summary, one.description, one.location) for one in read(kinds[kind])}

    assert texts(reader) == texts(read_with_vobject)


@every_kind_of_file
def test_libical_finds_nothing_that_the_standards_forbid(libical: Libical, kinds: Kinds, kind: str) -> None:
    """Its table of restrictions: RFC 5545 3.6, RFC 5546 3.2."""
    assert libical.complaints(kinds[kind]) == []


@every_kind_of_file
def test_sabre_finds_nothing_wrong(sabre: Sabre, kinds: Kinds, kind: str) -> None:
    assert sabre.complaints(kinds[kind]) == []


@every_kind_of_file
def test_vobject_finds_nothing_wrong(kinds: Kinds, kind: str) -> None:
    assert vobject_complaints(kinds[kind]) == []


@every_kind_of_file
def test_it_breaks_no_rule_that_programs_let_pass(kinds: Kinds, kind: str) -> None:
    assert rules.broken(kinds[kind]) == []


@every_kind_of_file
def test_radicale_stores_it_and_finds_each_entry_by_its_time(
    radicale: Radicale, kinds: Kinds, kind: str
) -> None:
    """RFC 4791 9.9: from its first second to its last, and neither before nor afterwards."""
    stored = radicale.store(kinds[kind])
    for start, end, _ in ENTRIES[kind]:
        first, after = at_midnight(start), at_midnight(end)
        assert len(stored.between(first, first + SECOND)) == 1
        assert len(stored.between(after - SECOND, after)) == 1
        assert stored.between(first - HOUR, first) == []
        assert stored.between(after, after + HOUR) == []


@every_kind_of_file
def test_radicale_gives_back_what_it_got(radicale: Radicale, kinds: Kinds, kind: str) -> None:
    stored = radicale.store(kinds[kind])
    whole_year = stored.between(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
    back = [(one.start, one.end, one.status) for file in whole_year for one in read_with_vobject(file)]
    assert by_time(back) == by_time(ENTRIES[kind])


def at_midnight(moment: date) -> datetime:
    """Whole days begin at UTC's midnight to a server that knows no zone of its user's."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


@every_kind_of_file
def test_a_message_says_its_method_and_a_file_to_keep_has_none(kinds: Kinds, kind: str) -> None:
    """RFC 5546 3.2: REQUEST and CANCEL. Downloads and feeds carry no METHOD."""
    method = kind.partition(":")[0]
    assert rules.parsed(kinds[kind]).method == (method if method in {"REQUEST", "CANCEL"} else "")


@every_kind_of_file
def test_the_way_to_join_is_told_to_those_alone_who_come_online(kinds: Kinds, kind: str) -> None:
    """RFC 7986 5.11: in CONFERENCE, and in the texts for programs that know none."""
    conferences = [value for part in rules.parsed(kinds[kind]).walk() for value in part.values("CONFERENCE")]
    assert bool(conferences) is (kind in TELL_THE_WAY)
    assert (JOIN in unfolded(kinds[kind])) is (kind in TELL_THE_WAY)


@every_kind_of_file
def test_no_file_holds_the_secret_of_an_own_page(made: tuple[Kinds, list[str]], kind: str) -> None:
    """People share calendars."""
    files, tokens = made
    assert [token for token in tokens if token in unfolded(files[kind])] == []
