"""What the columns of a table hold, told by the words in their heads; a person looks, and corrects it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from regapp.documents.tables import Row
from regapp.models import Question
from regapp.models.search import search_text
from regapp.vocabulary import QuestionKind

NAME, FIRST, LAST, PATRONYMIC = "name", "first-name", "last-name", "patronymic"
EMAIL, TICKET, LANGUAGE = "email", "ticket", "language"
FIELDS = (NAME, FIRST, LAST, PATRONYMIC, EMAIL, TICKET, LANGUAGE)
QUESTION = "question-"
_LOOKED_AT = 10  # rows among which the heads are looked for: above them may stand a title

# As people write them, in the four languages; the folding of search_text makes Kazakh letters and case alike.
_WORDS: Mapping[str, str] = {
    NAME: "name, full name, fullname, name and surname, participant, participant name, attendee, person,"
    " guest, фио, ф и о, фамилия имя отчество, фамилия имя, имя и фамилия, имя фамилия, полное имя, участник,"
    " фио участника, аты-жөні, аты жөні, тегі аты, тегі аты әкесінің аты, толық аты-жөні, қатысушы, есімі,"
    " vor- und nachname, vorname nachname, name vorname, vollständiger name, teilnehmer, teilnehmerin",
    FIRST: "first name, firstname, given name, forename, имя, аты, vorname",
    LAST: "last name, lastname, surname, family name, фамилия, тегі, nachname, familienname",
    PATRONYMIC: "middle name, patronymic, отчество, әкесінің аты",
    EMAIL: "email, e-mail, e mail, mail, email address, e-mail address, mail address, address of e-mail,"
    " почта, эл почта, эл. почта, электронная почта, адрес электронной почты, адрес почты, имейл, емейл,"
    " мейл, e-mail адрес, email адрес, пошта, эл пошта, эл. пошта, электрондық пошта,"
    " электрондық пошта мекенжайы, поштасы, e-mail-adresse, emailadresse, e-mail adresse, mailadresse",
    TICKET: "ticket, ticket type, type of ticket, way to attend, билет, тип билета, вид билета, билет түрі,"
    " формат участия, участие, қатысу түрі, қатысу форматы, ticketart, tickettyp, teilnahme, teilnahmeart",
    LANGUAGE: "language, lang, язык, язык писем, тіл, тілі, хат тілі, sprache",
}
_PHONE = (
    "phone, telephone, phone number, telephone number, mobile, mobile phone, cell, cell phone, тел, телефон,"
    " номер телефона, моб телефон, мобильный, мобильный телефон, сотовый, сотовый телефон,"
    " контактный телефон, телефон нөмірі, ұялы телефон, ұялы телефоны, telefon, telefonnummer,"
    " handy, handynummer, mobil, mobilnummer"
)

_AFFILIATION = (
    "organisation, organization, affiliation, company, employer, institution, university, организация,"
    " компания, место работы, учреждение, вуз, университет, ұйым, ұйымы, жұмыс орны, компаниясы, мекеме,"
    " einrichtung, firma, hochschule"
)


@dataclass(frozen=True, slots=True)
class Headings:
    """The heads of a table: the number of their row (0: there are none), their texts, and what they mean.

    ``fields`` has for each column one of FIELDS, QUESTION with a question's key, or nothing.
    """

    number: int
    texts: list[str]
    fields: list[str]


def folded(text: str) -> str:
    """A text as words are compared: case, Kazakh letters, points and colons make no difference."""
    return " ".join(re.sub(r"[\s.:*?!()«»\"“”„_/]+", " ", search_text(text)).split())


def find_headings(rows: Sequence[Row], questions: Iterable[Question]) -> Headings:
    """The heads of a table, and what they mean for an event with these questions.

    They are the row, among the first, of which most is understood; or the first, if nobody's address stands
    in it.
    """
    meanings = _meanings(questions)
    first = rows[:_LOOKED_AT]
    best = max(first, key=lambda row: sum(map(bool, _fields(row.cells, meanings))))
    width = max(len(row.cells) for row in rows)
    fields = _fields(best.cells, meanings)
    if not any(fields):
        best, fields = first[0], []
        if any("@" in cell for cell in best.cells):
            return Headings(0, [""] * width, _by_content(rows, width))
    rest = width - len(best.cells)
    return Headings(best.number, best.cells + [""] * rest, fields + [""] * (width - len(fields)))


def importable(questions: Iterable[Question]) -> list[Question]:
    """Those of an event's questions whose answers may stand in a table: asked still, and not for a file."""
    return [one for one in questions if one.removed_at is None and one.kind is not QuestionKind.FILE]


def _meanings(questions: Iterable[Question]) -> dict[str, str]:
    found: dict[str, str] = {}
    asked = importable(questions)
    for question in asked:
        for text in (*question.label.values(), question.key):
            found.setdefault(folded(text), f"{QUESTION}{question.key}")
    for field, words in _WORDS.items():
        found |= {folded(word): field for word in words.split(", ")}
    if any(one.key == "affiliation" for one in asked):  # as the built-in templates have it
        for word in _AFFILIATION.split(", "):
            found.setdefault(folded(word), f"{QUESTION}affiliation")
    telephone = next((one for one in asked if one.kind is QuestionKind.PHONE), None)
    if telephone:
        for word in _PHONE.split(", "):
            found.setdefault(folded(word), f"{QUESTION}{telephone.key}")
    return found


def _fields(cells: Sequence[str], meanings: Mapping[str, str]) -> list[str]:
    """What each head means, each meaning once."""
    fields: list[str] = []
    for cell in cells:
        field = meanings.get(folded(cell), "") if cell else ""
        fields.append("" if field in fields else field)
    return _with_whole_name(fields)


def _with_whole_name(fields: list[str]) -> list[str]:
    """A first name without a last one is the whole name; a name beside a last one is the first."""
    if LAST in fields and NAME in fields and FIRST not in fields:
        return [FIRST if field == NAME else field for field in fields]
    if FIRST in fields and LAST not in fields and NAME not in fields:
        return [NAME if field == FIRST else field for field in fields]
    return fields


def _by_content(rows: Sequence[Row], width: int) -> list[str]:
    """Without heads: the column with addresses, and beside it the first with words for the name."""
    sample = [row.cells + [""] * (width - len(row.cells)) for row in rows[:_LOOKED_AT]]
    columns = list(zip(*sample, strict=True))
    fields = [""] * width
    address = max(range(width), key=lambda column: sum("@" in cell for cell in columns[column]))
    fields[address] = EMAIL
    words = [
        column
        for column in range(width)
        if column != address and any(map(str.isalpha, "".join(columns[column])))
    ]
    if words:
        fields[words[0]] = NAME
    return fields
