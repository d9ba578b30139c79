"""Every text a person reads exists in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import config
from regapp import texts
from regapp.vocabulary import Language

TRANSLATED = [language for language in Language if language is not texts.SOURCE]
# Catalogues name an id, or the pair of a singular and a plural.
Id = str | tuple[str, ...]


def _catalogue(language: Language) -> Catalog:
    with (texts.FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _messages(language: Language) -> Iterator[Message]:
    return (message for message in _catalogue(language) if message.id)


def _source_ids() -> set[Id]:
    with (texts.FOLDER / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    ids: set[Id] = set()
    for folder in ("regapp", "templates"):
        root = str(config.ROOT / folder)
        mapping = [(re.sub(f"^{folder}/", "", pattern), method) for pattern, method in methods]
        choices = {re.sub(f"^{folder}/", "", pattern): option for pattern, option in options.items()}
        ids |= {
            message if isinstance(message, str) else tuple(message)
            for _path, _line, message, _comments, _context in extract_from_dir(root, mapping, choices)
        }
    return ids


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)\w", text))


def test_no_text_hides_in_an_f_string() -> None:
    """Babel's extractor does not look into them before Python 3.12, so that the text stays English."""
    hidden = [
        f"{path.relative_to(config.ROOT)}:{call.lineno}"
        for path in (config.ROOT / "regapp").rglob("*.py")
        for joined in ast.walk(ast.parse(path.read_text()))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"_", "gettext", "ngettext"}
    ]

    assert hidden == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_has_every_text_and_no_other(language: Language) -> None:
    source = _source_ids()
    translated = {
        message.id if isinstance(message.id, str) else tuple(message.id) for message in _messages(language)
    }

    assert source - translated == set(), "run `make texts` and translate"
    assert translated - source == set(), "run `make texts`: these are no longer used"


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_translates_every_text_in_all_plural_forms(language: Language) -> None:
    forms = _catalogue(language).num_plurals
    for message in _messages(language):
        strings = _strings(message)
        assert all(text.strip() for text in strings), message.id
        assert not message.fuzzy, message.id
        assert len(strings) == (1 if isinstance(message.id, str) else forms), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_keeps_the_placeholders(language: Language) -> None:
    for message in _messages(language):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for text in _strings(message):
            # One form of a plural may say "one" in words.
            assert _placeholders(text) <= _placeholders(source), message.id
            if isinstance(message.id, str):
                assert _placeholders(text) == _placeholders(source), message.id


def test_it_counts_like_russians_do() -> None:
    assert _catalogue(Language.RUSSIAN).num_plurals == 3


@pytest.mark.parametrize("language", TRANSLATED)
def test_it_does_not_shout(language: Language) -> None:
    assert [
        message.id for message in _messages(language) if any("!" in text for text in _strings(message))
    ] == []


def test_the_catalogues_are_all_there() -> None:
    folders = {path.parent.parent.name for path in Path(texts.FOLDER).glob("*/LC_MESSAGES/messages.po")}

    assert folders == set(TRANSLATED)
