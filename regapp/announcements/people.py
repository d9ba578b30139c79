"""People who are named as moderators, speakers or guests."""

import re
from collections.abc import Iterator

from regapp.announcements.found import Field, Found
from regapp.announcements.labels import Label
from regapp.announcements.lists import Item, lines_in
from regapp.announcements.page import Page

FIELDS = {Label.MODERATOR: Field.MODERATOR, Label.SPEAKER: Field.SPEAKER, Label.GUEST: Field.GUEST}
UPPER = "A-ZÄÖÜА-ЯЁӘҒҚҢӨҰҮҺІÇŞĞİÉÓŁŚŽČŠ"
LOWER = "a-zäöüßа-яёәғқңөұүһіçşğıéèêëáàâãåæøóòôõíìîïúùûñłńśźżęąćžčšřýě'’"
WORD = rf"[{UPPER}](?:[{LOWER}]{{1,20}})(?:-[{UPPER}][{LOWER}]{{1,20}})?|[{UPPER}]{{2,20}}"
INITIAL = rf"[{UPPER}]\."
TITLES = (
    r"(?:(?:[Aa]ssoc(?:\.|iate) |[Aa]ss(?:t\.|istant) )?[Pp]rof(?:essor(?:in)?|\.)?(?: [Dd]r\.?)?|"
    r"[Dd]r\.?(?: [a-z]{2,4}\.)?|PhD|PD(?: Dr\.)?|Mr\.?|Mrs\.?|Ms\.?|Frau|Herr|[Пп]роф(?:ессор|\.)|[Дд]оцент|"
    r"[Дд]октор|[Дд]-р|[Аа]кадемик|к\. ?\w{1,4}\. ?н\.|д\. ?\w{1,4}\. ?н\.|[Гг]-н|[Гг]-жа|"
    r"(?:Botschafter|Minister|Direktor|Rektor|Präsident|Bürgermeister|Generalkonsul)(?:in)?|"
    r"[Aa]mbassador|[Mm]inister|[Dd]irector|[Rr]ector|[Pp]resident|[Cc]onsul(?: [Gg]eneral)?|"
    r"[Пп]осол|[Мм]инистр|[Дд]иректор|[Рр]ектор|[Ее]лші|[Мм]инистр|[Рр]уководитель|"
    r"[A-Z][a-zäöüß]{2,18}(?:[oe]rin|istin|eurin|ologin|eur|ologe|alist|kurator)|H\. ?E\.|"
    r"(?:[а-яәғқңөұүі]{1,4}\. ?){2,3}|"
    r"S\. ?E\.)"
)
PARTICLE = r"(?:von|van|der|de|zu|ibn|bin|al-|уғли|уулу|кызы|қызы|ұлы|улы)"
NAME = re.compile(
    rf"(?:{TITLES}[, ]{{1,2}}){{0,3}}(?P<name>(?:(?:{WORD})|{INITIAL})(?:[ ]?(?:(?<=\.)|"
    rf"(?<= ))(?:(?:{WORD})|{INITIAL}|{PARTICLE})){{1,4}})(?![\w])"
)
ROLE_INLINE = (
    (
        Field.MODERATOR,
        re.compile(
            r"(?:moderated by|moderiert von|moderiert wird [^.\n]{0,30} von|moderation:?|"
            r"модератор(?:ом)?(?: [а-я]+){0,2}?(?:[:—–-]| (?:выступит|станет))|модерирует|вед[её]т|"
            r"провед[её]т|moderator(?:in)? (?:is|ist)|chaired by) (?-i:[a-zäöüа-яё-]{3,20} ){0,3}",
            re.IGNORECASE,
        ),
    ),
    (
        Field.SPEAKER,
        re.compile(
            r"(?:es sprechen|es spricht|es referieren|es referiert|выступят|выступит|докладчик[^\W\d]* [-–—]|"
            r"es diskutieren|es lesen|es singen|(?:lecture|talk|vortrag|лекция|"
            r"дәріс):(?= (?:prof|dr\b|проф|д-р))|"
            r"(?:lecture|talk|presentation|keynote|speech) by|(?:(?<=\n)|"
            r"(?<=[»”“\"] ))by(?= (?:prof|dr\b))|vortrag von|"
            r"спикер[^\W\d]* [-–—]|the speakers? (?:is|are|will be)|"
            r"speakers include) (?-i:[a-zа-яё-]{3,20} ){0,4}",
            re.IGNORECASE,
        ),
    ),
)
NOT_PEOPLE = re.compile(
    r"universit|университет|институт|institut|ministr|министер|ассоциац|associat|foundation|"
    r"stiftung|фонд|қоры|committee|комитет|department|кафедр|центр|center|centre|zentrum|орталы|"
    r"assembl|ассамбле|academy|академи[яи]\b|representatives|представител|vertreter|өкілдер|"
    r"council|совет\b|street|улиц|көше|rector'?s|round table|zoom|facebook|youtube|kazakhstan|"
    r"\boffice\b|büro|бюро|compan|компани|gmbh|\bbank|банк|школ|school|schule|agenc|агентств|"
    r"network|сеть|club|клуб|"
    r"organi[sz]ation|организаци|\bngo\b|\bнпо\b|\bhub\b|\bfund|"
    r"kasachstan|казахстан|қазақстан|almaty|астан|алматы"
)
INLINE_PEOPLE = re.compile(r"(?:;|, (?:and )?(?=[^,;\n]{3,40}\()| and | und | и | және )")
LONGEST_LINE = 260
HEAD_LINES = 14
POST = re.compile(
    rf"(?:[{LOWER}][{LOWER}.-]{{1,20}},? ){{1,5}}(?=[{UPPER}])"
)  # кандидат исторических наук Ковальская
LEADS = re.compile(r" (?:жүргізеді|модераторлық етеді|жүргізетін болады)")
LEARNED = re.compile(r"(?:by )?(?:Prof\b|Professor\b|Dr\b|Проф\b|Профессор\b|Д-р\b|[дк]\.\w{1,4}\.\s?н\.)")


def read_people(page: Page) -> list[Found]:
    """Everybody named under such a label, or in a sentence that says who leads."""
    found: dict[tuple[Field, str], Found] = {}
    for section in page.sections.of(*FIELDS):
        for one in _of_section(page, FIELDS[section.kind], section.start, section.end):
            found.setdefault((one.field, one.value), one)
    for field, pattern in ROLE_INLINE:
        for match in pattern.finditer(page.source.plain):
            end = page.sentences.around(match.end())[1]
            several = field == Field.SPEAKER
            item = Item(match.end(), min(end, match.end() + LONGEST_LINE))
            for one in _of_line(page, field, item, first_only=not several):
                if several or not any(known.field == field for known in found.values()):
                    found.setdefault((field, one.value), one)
    if not any(one.field == Field.MODERATOR for one in found.values()):
        found.update(((one.field, one.value), one) for one in _leading(page))
    if not any(one.field == Field.SPEAKER for one in found.values()):
        found.update(((one.field, one.value), one) for one in _alone(page))
    return list(found.values())


def _leading(page: Page) -> Iterator[Found]:
    """In Kazakh the verb stands behind the name: Ернар Тілеуов жүргізеді."""
    for verb in LEADS.finditer(page.low):
        start = page.sentences.around(verb.start())[0]
        names = list(NAME.finditer(page.source.plain, max(start, verb.start() - 60), verb.start()))
        if names and names[-1].end() == verb.start():
            found = _person(page, Field.MODERATOR, names[-1].start(), names[-1].end())
            yield from [found] if found else []


def _alone(page: Page) -> Iterator[Found]:
    """A line near the top that is a professor or doctor: whoever speaks."""
    position = 0
    for _line in range(HEAD_LINES):
        start, end = page.source.trimmed(position, page.source.line(position)[1])
        position = page.source.line(position)[1] + 1
        person = LEARNED.match(page.source.plain, start, end) and NAME.match(page.source.plain, start, end)
        if person and page.label(start) is None and not page.in_signature(start):
            found = _person(page, Field.SPEAKER, start, end)
            yield from [found] if found else []
        if position >= len(page.low):
            return


def _of_section(page: Page, field: Field, start: int, end: int) -> Iterator[Found]:
    """The rest of the label's line, or the lines that follow it."""
    while start < end and page.low[start] in " \t:-":
        start += 1
    if page.low[start : start + 1] != "\n":
        first = Item(start, page.body_end(start, end))
        yield from _of_line(page, field, first)
        start = first.end
        if "\n\n" in page.low[max(start - 2, 0) : start + 2]:
            return
    for line in lines_in(page, start + 1 if page.low[start : start + 1] == "\n" else start, end):
        people = list(_of_line(page, field, line))
        if not people:
            return
        yield from people


def _of_line(page: Page, field: Field, item: Item, *, first_only: bool = False) -> Iterator[Found]:
    """One person with what stands behind the name; or several, parted by semicolons."""
    words = page.source.plain[item.start : min(item.end, item.start + LONGEST_LINE)]
    position = item.start
    for part in _people_parts(words):
        start = position + words.index(part)
        one = _person(page, field, start, start + len(part))
        if one:
            yield one
            if first_only:
                return
        words = words[words.index(part) + len(part) :]
        position = start + len(part)


def _people_parts(words: str) -> list[str]:
    """The people of a line: by semicolons, or by commas and "and" if every part is a bare name."""
    if ";" in words:
        return [part for part in words.split(";") if part.strip()]
    parts = [part for part in re.split(r", | and | und | и | және | мен | & ", words) if part.strip(" .\n")]
    bracketed = [part for part in re.split(r"(?<=\)), (?=[^\W\d])", words) if part.strip()]
    if len(bracketed) > 1 and all(NAME.match(part.strip()) for part in bracketed):
        return bracketed
    names = [NAME.fullmatch(part.strip(" .\n")) for part in parts]
    if len(parts) > 1 and all(names) and not any(NOT_PEOPLE.search(part.lower()) for part in parts):
        return parts
    halves = re.split(r" and | und | и | және | мен ", words)
    if len(halves) > 1 and all(NAME.match(half.strip()) for half in halves) and not all(names[:1]):
        return halves
    if len(halves) > 1 and all(NAME.match(half.strip()) for half in halves):
        return halves
    return [words]


def _person(page: Page, field: Field, start: int, end: int) -> Found | None:
    plain = page.source.plain
    start, end = page.source.trimmed(start, end, " \t\n,.;:-–—•")
    post = POST.match(plain, start, end)
    match = NAME.match(plain, post.end() if post else start, end)
    if not match or NOT_PEOPLE.search(match["name"].lower()):
        return None
    rest = page.text(match.end(), end).strip(" ,–—-:;.")
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = rest[1:-1]
    before = page.text(start, match.start("name")).strip(" ,")
    detail = ", ".join(part for part in (before, rest) if part)
    return page.found(field, match.start("name"), match.end("name"), detail=detail)
