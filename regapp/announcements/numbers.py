"""How many people there is room for."""

import re
from collections.abc import Iterator

from regapp.announcements.found import Doubt, DoubtKind, Field, Found
from regapp.announcements.labels import Label
from regapp.announcements.page import Page

IN_WORDS = {
    "five": 5, "six": 6, "eight": 8, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20,
    "twenty-four": 24, "twenty-five": 25, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a hundred": 100,
    "пяти": 5, "восьми": 8, "десяти": 10, "десять": 10, "двенадцати": 12, "пятнадцати": 15, "пятнадцать": 15,
    "двадцати": 20, "двадцать": 20,
    "тридцати": 30, "тридцать": 30,
    "сорока": 40, "пятидесяти": 50, "шестидесяти": 60, "восьмидесяти": 80, "ста": 100,
    "бес": 5, "он": 10, "он екі": 12, "он бес": 15, "жиырма": 20, "отыз": 30, "қырық": 40,
    "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80, "тоқсан": 90, "жүз": 100,
    "fünf": 5, "acht": 8, "zehn": 10, "zwölf": 12, "fünfzehn": 15,
    "zwanzig": 20,
    "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90, "hundert": 100,
}  # fmt: skip
NUMBER = (
    rf"(?P<n>(?<![\d.,:/+-])\d{{1,3}}(?:[ .,]\d{{3}})+(?!\d)|(?<![\d.,:/+-])\d{{1,6}}(?![\d:/]|"
    rf"[.,]\d)|\b(?:{'|'.join(sorted(IN_WORDS, key=len, reverse=True))})\b)"
)
PEOPLE = (
    r"(?:people|students|pupils|studierende\w*|schüler\w*|студент\w*|школьник\w*|оқушы\w*|"
    r"persons?|connections|подключени\w*|participants?|guests?|attendees|seats?|places?|"
    r"runners?|spots|visitors|listeners|"
    r"persons|individuals|delegates|человек\w*|чел\.?\b|участник\w*|гост(?:ей|я)|мест(?:а|о)?\b|"
    r"слушател\w+|бегун\w+|зрител\w+|посетител\w+|адам\w*|қатысушы\w*|орын\w*|қонақ(?!үй| үй)\w*|"
    r"кісі\w*|тыңдаушы\w*|жүгіруші\w*"
    r"|personen|person\b|teilnehm\w+|gäste[n]?|plätze\w*|sitzplätze|läufer\w*|menschen|"
    r"leute\b|besucher\w*|zuhörer\w*)(?![a-zäöüß])"
)
MOST_BEFORE = (
    r"(?:only (?:take|seat|admit|have|invite)|at most|no more than|not more than|up to|"
    r"maximum(?: of)?|max\.?|a maximum of|limited to|room for|space for|capacity(?: is| of|:)?|"
    r"limit(?: is| of)?:?|fits?|capped at|restricted to|only|seats|not exceed|exceed|"
    r"accommodates?|holds?|for the first|first"
    r"|не более(?: чем)?|не больше|не превыша\w+|до|максимум|максимально|ограничен[оаы]?(?: до)?|"
    r"ограничивается|всего|лимит:?|вмещает|рассчитан[оа]? на|только|первы[ехм]+|не свыше|"
    r"числом до|на"
    r"|ең көбі|ең көп(?: дегенде)?|барлығы|тек(?: қана)?|алғашқы|шектеу:?|höchstens|maximal|"
    r"bis zu|nicht mehr als|auf|nur|lediglich|insgesamt|platz für|die ersten|begrenzt auf|fasst|"
    r"fassen|bietet|bieten|für)"
)
BEFORE = re.compile(
    rf"(?<![a-zа-яәғқңөұүі]){MOST_BEFORE}(?: ?-)?[ \n:]{{1,2}}(?:the |können |могут |can |"
    rf"чем )?{NUMBER}[ \n](?:[a-zäöüßа-яәғқңөұүі-]+[ \n]){{0,2}}?{PEOPLE}"
)
AFTER = re.compile(
    rf"{NUMBER}[ \n](?:[a-zäöüßа-яәғқңөұүі-]+[ \n]){{0,1}}?{PEOPLE}[ ,(\n]{{1,3}}(?:at (?:the "
    rf")?most|max(?:imum|\.)?|or (?:fewer|less)|only|maximal|максимум|не более|аспайды|аспау\w*|"
    rf"аспайтын|артық (?:емес|болма|қабылда|кір)\w*|шектел\w+|дейін|ғана|көп емес|begrenzt|"
    rf"beschränkt|available|will be (?:selected|admitted|chosen)|werden ausgewählt|"
    rf"будут отобраны|іріктеледі|can (?:take part|attend|come)|сыяды|қатыса алады|қабылдайды|"
    rf"есептелген)"
)
PLAIN = re.compile(
    rf"{NUMBER}[ \n](?:(?:start\w*|free|available|свободн\w+|бос|freie)[ \n])?(?:seats|places|"
    rf"spots|(?:sitz|start|studien)?plätze|мест(?:а|о)?\b|"
    rf"орын(?:дық)?\b)(?! (?:of|in der|проведения))"
)
NO_MORE = re.compile(  # more than 35 people we cannot take
    rf"(?:mehr als|больше|более|"
    rf"more than)[ \n]{NUMBER}[ \n]{PEOPLE}[^.\n]{{0,40}}(?:nicht (?:aufnehmen|möglich|zulassen)|"
    rf"не (?:сможем|можем|принимаем)|cannot|can't)"
)
COUNTED = re.compile(
    rf"(?:(?:number of )?(?:seats|places|participants|guests|people|visitors)|capacity|"
    rf"количество (?:мест|участников)|число (?:мест|участников)|(?:лимит|вместимость)|"
    rf"орын(?:дар)? саны|қатысушылар(?:дың)? саны|сыйымдылығы|(?:teilnehme\w*|platz|personen)zahl|"
    rf"plätze|места?|мест)(?: в зале| в аудитории| in the (?:room|hall|auditorium)| im (?:raum|"
    rf"saal)| vor ort| in person)?"
    rf"(?: (?:is|are|ist|auf|limited|strictly|ограничен[оаы]?|шектеулі|строго|to|begrenzt|beschränkt|"
    rf"limited|должно быть|составляет)){{0,4}} ?[:–-]? ?(?:{MOST_BEFORE} )?{NUMBER}(?! ?(?:uhr|%|"
    rf"час|км|km|тг|тенге|euro|€))"
)
LIMITED = re.compile(
    # "limited (max. 150)", "шектеулі - 25 адам"; and what is capped needs no people
    rf"(?:begrenzt\w*|beschränkt\w*|limited|ограничен\w*|шектеулі)(?:[ \n](?:number of |"
    rf"количеств\w+ |числ\w+ |anzahl (?:an |von |der )?)?(?:seats|places|plätze\w*|"
    rf"мест\w*|орын\w*|teilnehmerzahl|"
    rf"platzzahl))?(?: ?[(:-]{{1,2}} ?)(?:{MOST_BEFORE}[ \n])?{NUMBER.replace('<n>', '<n4>')}|"
    rf"(?:capped at|restricted to|(?:participation|attendance|enrolment|seating|space|"
    rf"entry) is limited to)[ \n]{NUMBER.replace('<n>', '<n5>')}|"
    rf"(?:seats|places|spots|plätze|мест[а]?|орын\w*)[ \n](?:[^\W\d]+[ \n]){{0,5}}?(?:limited|"
    rf"begrenzt|beschränkt|ограничен\w*)[ \n](?:to|auf|до|числом)[ \n]{NUMBER}|"
    rf"auf[ \n]{NUMBER.replace('<n>', '<n2>')}[ \n](?:plätze[ \n])?(?:begrenzt|beschränkt|"
    rf"limitiert)|{NUMBER.replace('<n>', '<n3>')} ?-?(?:[ \n]адам|[ \n]орын)?(?:мен|пен|бен)[ \n]шектел?у?\w*"
)
OVER = re.compile(
    r"(?:more than|over|above|at least|(?<!не )более|(?<!не )больше|свыше|около|не менее|mehr als|"
    r"über|mindestens|rund|астам|артық|кемінде|из|from|aus|by)[ \n]$"
)
OF_GROUPS = re.compile(
    r"(?:teams?|groups?|tables?|команд\w*|групп\w*|стол\w*|топ\w*|teams? von|gruppen?|tischen?|"
    r"in teams|организаци\w+|organisation|each|per|от одной|от кажд\w+|pro|әр)(?: of| by| по| von|"
    r" zu| de)?[ \n](?:с |mit )?$"
)
PER = re.compile(
    r"^[ ,]{0,2}(?:per|each|from (?:each|every|one)|von jede|(?:от|с) (?!\d)|pro|je|in (?:each|"
    r"every)|в кажд|әр|"
    r"на команд|took part|attended|приняли|қатысты|nahmen)"
)
ONLINE = re.compile(
    r"online|webin|вебин|онлайн|zoom|webex|teams|virtual|подключ|қосыл|қашықт|дистанц|platform"
)
ROOM = re.compile(
    r"(?<!webinar )(?<!zoom )(?<!online )room|hall|in person|offline|on site|очно|в зале|аудитор|"
    r"офлайн|лично|присутств|залда|бөлме|saal|raum|vor ort|präsenz|карантин|quarantin|венью"
)
FEWEST = 2


def read_capacity(page: Page) -> tuple[list[Found], list[Doubt]]:
    """The places in the room, and those online where they are counted as well."""
    found: dict[Field, Found] = {}
    doubts: list[Doubt] = []
    for start, end, number, whole in sorted(_candidates(page)):
        field = Field.ONLINE_CAPACITY if _is_online(page, start, end) else Field.CAPACITY
        one = page.found(field, *page.source.trimmed(*whole), str(number))
        known = found.setdefault(field, one)
        if known.value != one.value and not doubts:
            doubts.append(Doubt(DoubtKind.CAPACITIES, (known.start, known.end), (one.start, one.end)))
    return list(found.values()), doubts


def _candidates(page: Page) -> Iterator[tuple[int, int, int, tuple[int, int]]]:
    taken: set[int] = set()
    for pattern in (BEFORE, AFTER, LIMITED, COUNTED, NO_MORE, PLAIN):
        for match in pattern.finditer(page.flat):
            group = next(name for name, value in match.groupdict().items() if value)
            start, end = match.span(group)
            number = _number(match[group])
            if start in taken or number < FEWEST or _is_something_else(page, match, pattern):
                continue
            taken.add(start)
            yield start, end, number, match.span()
    for section in page.sections.of(Label.CAPACITY, Label.FORMAT):
        start, end = page.body(section)
        counted = (
            NUMBER if section.kind == Label.CAPACITY else rf"{NUMBER} {PEOPLE}"
        )  # in person, 30 participants
        numbers = list(re.finditer(counted, page.low[start:end]))
        if len(numbers) == 1 and start + numbers[0].start() not in taken:
            span = start + numbers[0].start("n"), start + numbers[0].end("n")
            yield *span, _number(numbers[0]["n"]), span


def _is_something_else(page: Page, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Not a least number, not the size of a team, not what happened last time."""
    if pattern is NO_MORE:
        return False
    first = match.start() if pattern is not AFTER else match.start("n")
    before = page.before(first, 30)
    label = page.label(match.start())
    if OVER.search(before) or OF_GROUPS.search(before) or PER.match(page.after(match.end(), 30)):
        return True
    return label in {Label.AGENDA, Label.SPEAKER, Label.TITLE} and pattern is not BEFORE


def _number(written: str) -> int:
    digits = "".join(character for character in written if character.isdecimal())
    return int(digits) if digits else IN_WORDS[written]


def _is_online(page: Page, start: int, end: int) -> bool:
    """Whether the number is of those online: the word nearer to it in its sentence decides."""
    first, last = page.sentences.around(start)
    before, after = page.low[max(first, start - 90) : start], page.low[end : min(last, end + 60)]
    online = _distance(ONLINE, before, after)
    return online is not None and online < (_distance(ROOM, before, after) or 1000)


def _distance(pattern: re.Pattern[str], before: str, after: str) -> int | None:
    distances = [len(before) - match.end() for match in pattern.finditer(before)]
    following = pattern.search(after)
    if following:
        distances.append(following.start() + 15)
    return min(distances, default=None)
