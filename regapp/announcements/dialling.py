"""The numbers by which one joins a meeting over the telephone."""

import re
from collections.abc import Iterator

from regapp.announcements.found import Field, Found
from regapp.announcements.phones import phones_in
from regapp.announcements.source import Source

CUE = re.compile(
    r"dial|one[ -]tap|call[ -]?in|join by phone|audio only|by telephone|набрать|набор номера|по телефону"
    r"|только звук|аудио|касани|местный номер|местоположени|телефонн|einwahl|einwählen|"
    r"telefonisch|schnelleinwahl|per telefon|nur audio"
    r"|mobile mit einem|теріңіз|теру|қоңырау шал|телефон арқылы|орналасқан жер|аймақ бойынша|бір рет"
)
CONFERENCE = re.compile(
    r"(?:phone conference id|conference id|идентификатор телефонной конференции|ид телефонной конференции"
    r"|телефон конференциясының идентификаторы|телефонная конференция id|telefonkonferenz-id|konferenz-id)"
    r"[ \t]?:?[ \t\n]?(?P<id>\d[\d \t]{4,14}\d)[ \t]?#"
)
TAPPED = re.compile(r"(?P<number>\+\d{8,15}),,")
MOST = 5


def dial_ins(source: Source) -> list[Found]:
    """The first few numbers to dial, each with the conference's own ID beside it where there is one."""
    conference = CONFERENCE.search(source.low)
    beside = f"ID {' '.join(conference['id'].split())}#" if conference else ""
    found: dict[str, Found] = {}
    for start, end in _lines_of_numbers(source):
        for phone in phones_in(source, start, end):
            if source.low[phone.start] != "+":  # a number within a country that the line names
                continue
            span = source.span(phone.start, phone.end)
            found.setdefault(phone.number, Found(Field.DIAL_IN, phone.number, *span, detail=beside))
    return list(found.values())[:MOST]


def _lines_of_numbers(source: Source) -> Iterator[tuple[int, int]]:
    """Lines with a cue, and the lines with numbers that follow them."""
    start, dialling = 0, False
    for line in source.low.split("\n"):
        end = start + len(line)
        number = re.search(r"\+\d|\d{3}[ -]\d", line)
        if CUE.search(line):
            dialling = True
        elif line and not number:
            dialling = False
        if dialling and number:
            tapped = TAPPED.search(line)
            yield (start + tapped.start("number"), start + tapped.end("number")) if tapped else (start, end)
        start = end + 1
