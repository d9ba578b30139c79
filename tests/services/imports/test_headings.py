"""What the columns of a table hold is told by their heads, in four languages."""

import pytest

from regapp.documents.tables import Row, read_table
from regapp.models import LocalizedText, Question
from regapp.services.imports.headings import Headings, find_headings
from regapp.vocabulary import QuestionKind

ASKED = [
    Question(
        key="affiliation", kind=QuestionKind.TEXT, label=LocalizedText(en="Where do you work?"), choices=[]
    ),
    Question(key="mobile", kind=QuestionKind.PHONE, label=LocalizedText(ru="Ваш номер"), choices=[]),
    Question(key="cv", kind=QuestionKind.FILE, label=LocalizedText(en="CV"), choices=[]),
]


def found(text: str) -> Headings:
    return find_headings(read_table(text.encode()), ASKED)


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        ("Name,E-mail,Ticket,Language", ["name", "email", "ticket", "language"]),
        ("Аты-жөні;Электрондық пошта;Билет түрі;Тіл", ["name", "email", "ticket", "language"]),
        ("ФИО;Эл. почта:;ФОРМАТ УЧАСТИЯ;язык", ["name", "email", "ticket", "language"]),
        ("Name;E-Mail-Adresse;Teilnahme;Sprache", ["name", "email", "ticket", "language"]),
        ("Фамилия;Имя;Отчество;Почта", ["last-name", "first-name", "patronymic", "email"]),
        ("Name,Surname,Mail", ["first-name", "last-name", "email"]),
        ("Имя;Почта", ["name", "email"]),
        ("№;ФИО;Почта;Почта", ["", "name", "email", ""]),
        ("ФИО;почта;Телефон", ["name", "email", "question-mobile"]),
        ("ФИО;почта;Ваш номер", ["name", "email", "question-mobile"]),
        ("ФИО;почта;Организация", ["name", "email", "question-affiliation"]),
        ("Name,Mail,Where do you work?,CV", ["name", "email", "question-affiliation", ""]),
    ],
)
def test_columns_are_known_by_their_heads(heads: str, fields: list[str]):
    assert found(f"{heads}\nx\n").fields == fields


def test_a_title_above_the_heads_is_passed_over():
    headings = found("Список участников;;\n\n№;ФИО;Почта\n1;Айгүл;a@example.org\n")
    assert (headings.number, headings.texts) == (3, ["№", "ФИО", "Почта"])


def test_without_heads_addresses_and_names_are_told_by_what_stands_there():
    headings = found("1,Айгүл,a@example.org\n2,Болат,b@example.org\n")
    assert (headings.number, headings.fields) == (0, ["", "name", "email"])


def test_heads_that_nobody_knows_are_heads_all_the_same():
    headings = found("Кто;Куда\nАйгүл;Алматы\n")
    assert (headings.number, headings.fields) == (1, ["", ""])


def test_there_is_a_column_for_each_cell_of_the_widest_row():
    rows = [Row(1, ["Name"]), Row(2, ["Айгүл", "", "a@example.org"])]
    assert find_headings(rows, []).fields == ["name", "", ""]
