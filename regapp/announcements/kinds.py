"""What sort of event it is, and whether people come or join online."""

import re

from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.page import Page
from regapp.vocabulary import Attendance, EventKind

KINDS: tuple[tuple[EventKind, str], ...] = (
    (
        EventKind.TELECONFERENCE,
        (
            r"tele-?conference|телеконференци\w+|телемост\w*|телекөпір\w*|телефонконференция\w*|"
            r"tele-?konferenz\w*|telebrücke|video(?: ?-?conference|konferenz)\w* (?:with|mit) studios"
        ),
    ),
    (
        EventKind.ROUND_TABLE,
        (
            r"round[- ]?table\w*|кругл(?:ый|ого|ому|ом|ым|ые|ых) стол\w*|дөңгелек[ -]үстел\w*|"
            r"runde[rnms]? tisch\w*|rundtischgespräch\w*"
        ),
    ),
    (EventKind.WEBINAR, r"webinar\w*|вебинар\w*|online-?seminar\w*|web-?seminar\w*|онлайн-семинар\w*"),
    (
        EventKind.RACE,
        (
            r"half[- ]marathon\w*|marathon\w*|полумарафон\w*|марафон\w*|жартылай марафон\w*|"
            r"halbmarathon\w*|fun run|charity (?:run|race)|volkslauf|spendenlauf|"
            r"\w{0,12}забег(?:а|е|у|и|ом)?|"
            r"(?:spenden|silvester|neujahrs|frühlings|herbst|sommer|winter|benefiz|wald|park|"
            r"firmen|oster|straßen)lauf|"
            r"\b(?:a|\d{1,2} ?k(?:m|ilomet\w+)?) race\b|кросс\b|веломарафон\w*|велопробег\w*|"
            r"жүгіріс\w*|жүгіру жарыс\w*|жүгіруі?(?! клуб)\b|стадионный пробег"
            r"|(?:night|city|colou?r|trail|park|winter|spring|autumn|summer) run\b|runners\b|"
            r"бегун\w+|läuferinnen|(?:road|trail|foot|night) race|stadtlauf|nachtlauf|"
            r"\b10[ -]?k(?:m)? run"
        ),
    ),
    (
        EventKind.ANNUAL_SESSION,
        (
            r"(?:annual|plenary|\d{1,3}(?:st|nd|rd|th)) session|session of the (?:assembly|council)|"
            r"сесси[яию] (?:ассамблеи|совета)|(?:ежегодн|годов|пленарн|xx)\w+ сесси\w+|"
            r"\w{0,6}-?[яйо]{0,2} ?сессия ассамблеи|(?:жылдық|кезекті|кеңейтілген) сессия\w*|"
            r"ассамблея\w* \S{0,6} ?сессия\w*"
            r"|jahrestagung der versammlung|jahressitzung\w*|\w{0,20}sitzung der (?:volks)?versammlung|"
            r"jahresversammlung|жыл сайынғы сессия\w*"
        ),
    ),
    (
        EventKind.CONFERENCE,
        (
            r"(?<!press )(?<!press-)(?<!zoom )(?:(?<!video)(?<!tele)conference\w*(?! (?:hall|"
            r"room|cent|call|id))|"
            r"[а-я-]{0,25}(?<!видео)(?<!теле)(?<!пресс-)конференци(?:я|ю|и|ей|й)(?! ?(?:zoom|id))|"
            r"(?<!телефон )конференция(?:сы|ға|сына|да|сында|ның)|symposium|симпозиум\w*|"
            r"(?:[a-zäöü]{0,18}(?<!tele)(?<!video)(?<!telefon)(?<!presse))konferenz(?!-?id|"
            r"nummer|saal|raum|zentrum)|fachtagung|tagung(?!sort|sprach|sbeitr|sgeb|sordn)|"
            r"forum\b|форум(?:а|е|у|ы|ын|ына|ында|ға|да)?\b|kongress|congress|конгресс)"
        ),
    ),
    (
        EventKind.TRAINING,
        (
            r"training(?:s|sseminar)?\b|тренинг\w*|workshop\w*|воркшоп\w*|мастер-класс\w*|"
            r"master ?class\w*|шеберлік сағат\w*|schulung\w*|fortbildung\w*|курс(?:ы|"
            r"ов)? повышения|(?:летн|зимн|осенн|весенн)\w+ школ\w+|школа молод\w+|"
            r"(?:summer|winter|spring|autumn) school|(?:sommer|winter|herbst|"
            r"frühjahrs)(?:schule|akademie)|(?:жазғы|қысқы) мектеп\w*"
        ),
    ),
    (
        EventKind.SEMINAR,
        (
            r"seminar\w*|семинар\w*|лектори[йяею]\w*|lecture\b|лекци[яию]\b|дәріс(?:ке|і|"
            r"іне)?\b|vortrag(?:sabend|"
            r"sveranstaltung)?\b|kolloquium|colloquium"
        ),
    ),
    (
        EventKind.CELEBRATION,
        (
            r"concert|концерт\w*|festival|фестивал\w*|celebration|празднование\w*|мереке\w*|konzert|"
            r"ausstellungseröffnung|eröffnung der ausstellung|vernissage|открыти[ея] выставки|"
            r"вернисаж\w*|көрме\w* ашыл\w*|"
            r"exhibition opening|opening of the exhibition|\w{0,20}konzert\b|festakt|gala\b|"
            r"fest\b|feier\b|торжеств\w+"
        ),
    ),
    (
        EventKind.MEETING,
        (
            r"(?:public |information |annual |general )?meeting(?! (?:id|room|number|link|details|"
            r"is (?:online|held on zoom)|passcode|password|point))|собрани[еяю]\b|встреч[аиу]\b|"
            r"кездесу(?:ге|і|іне)?\b|жиналыс(?:қа|ы|ына)?\b|treffen\b|(?:mitglieder|voll|haupt|"
            r"bürger|general)?versammlung\b|stammtisch|public consultations?|"
            r"общественн\w+ обсужден\w+|қоғамдық талқылау\w*|разговорн\w+ клуб\w*|speaking club|"
            r"conversation club|sprachcafé|сөйлесу клуб\w*|\w{0,12}gespräch(?:sabend|srunde)?\b|"
            r"(?:open|public) debate|публичн\w+ дебат\w*|ашық пікірсайыс\w*|infoveranstaltung|"
            r"informationsveranstaltung|sprechstunde|info(?:rmation)? session|career talk|"
            r"book talk|\btalk\b|buchvorstellung|lesung\b|"
            r"презентаци[яию] книги|кітап(?:тың)? тұсаукесер\w*|тұсаукесер\w*|book (?:launch|"
            r"presentation)|тыңдау(?:лар)?\w{0,4}\b|"
            r"film screening|кинопоказ\w*|день открытых дверей|ашық есік күні|open day|tag der offenen tür|"
            r"meet-?up\b|митап\w*|панельн\w+ дискусси\w+|пікірталас\w*|"
            r"заседани[ея]\b|отырыс\w*|sitzung\b|hearing|слушани[яй]|\bdiscussion\b|"
            r"podiumsgespräch\w*|podiumsdiskussion|"
            r"дискусси[яию]\b"
        ),
    ),
)
PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?:{words})")) for kind, words in KINDS)
HEADING = 700  # an announcement says early what it announces
INVITES = re.compile(
    r"invit|host|hold|held|take|организу|пригла|состоит|провод|пройд|шақыр|өтеді|өткіз|lad|lädt|"
    r"findet|veranstalt|registr|anmeld"
)

ONLINE = re.compile(
    r"(?<![a-zа-я])(?:online|on-line|онлайн|on zoom|via zoom|in zoom|by zoom|(?:via|on|per|über|"
    r"in|auf) (?:ms teams|microsoft teams|teams|webex|google meet|bigbluebutton|jitsi|zoom)|"
    r"virtual(?:ly)?|virtuell\w*|виртуальн\w+|дистанционн\w+|удаленн\w+|қашықтан|қашықтықтан|"
    r"қашықтық (?:режим|формат)\w*|"
    r"remote(?:ly)?|"
    r"(?:в|на|через|по) (?:платформе |программе |сервисе )?(?:zoom|зуме?|teams|webex|google meet)|"
    r"(?:zoom|teams|webex|google meet|зум) ?(?:-|арқылы|платформа|қосымша|бағдарлама|-та|-да|-де|"
    r"-meeting|-конференц|link|сілтеме))"
)
NOT_ONLINE = re.compile(
    r"^\W{0,2}(?:guests|viewers|audience|zuschau\w*|зрител\w+|registr\w*|form\b|application|"
    r"регистр\w*|тірке\w*|anmeld\w*|анкет\w*|"
    r"форм[аеуы]\b|broadcast\w*|stream\w*|трансляци\w+|эфир\w*|übertragung|live-?stream|тікелей|"
    r"payment|оплат\w+|форма\w* регистр\w*|опрос\w*|заявк\w*)"
)
NOT_BEFORE = re.compile(
    r"(?:register|registration|apply|registered|регистр\w+|зарегистрироваться|тіркел\w+|anmeld\w*|"
    r"anmeldung(?:en)?|meldung(?:en)?|bewerbung(?:en)?|live|broadcast|трансляци\w+|pay|watch|"
    r"смотр\w+|not|no|не|nicht|kein\w*|"
    r"only|жоқ|запис\w+)(?: (?:is|are|possible|an|also|ausschließlich|nur|только|мероприятия|"
    r"в режиме|проводится|is possible|is mandatory))?[ :]{1,2}$"
)
IN_PERSON = re.compile(
    r"(?<![a-zа-я])(?:in[- ]person|offline|off-line|оффлайн|офлайн|face[- ]to[- ]face|on[- ]site|"
    r"onsite|очн(?:о|ый|ая|ом|ой|ое|ого)\b|в очном|в (?:зале|аудитории)|в зале|vor ort|in präsenz|"
    r"präsenz\w*|бетпе-бет|дәстүрлі форма\w+|in the (?:room|hall)|im saal|im raum|"
    r"in the conference room|личное участие|личн\w+ присутств\w+|лично|залда|көзбе-көз|"
    r"офлайн режим\w*|persönlich vor ort|қатысып отыр)"
)
HYBRID = re.compile(
    r"(?<![a-zа-я])(?:hybrid\w*|гибридн\w+|смешанн\w+ (?:формат|режим)\w*|гибридті|"
    r"аралас (?:формат|режим|түрде)\w*|комбинированн\w+ формат\w*|both online and)"
)


def read_kind(page: Page, title: Found | None) -> list[Found]:
    """What sort of event the title, or else the first sentences, name."""
    low = page.low
    candidates = []
    for rank, (kind, pattern) in enumerate(PATTERNS):
        for match in pattern.finditer(low):
            if page.label(match.start()) in {
                Label.HOST,
                Label.PARTNER,
                Label.ADDRESS,
                Label.ROOM,
                Label.SPEAKER,
                Label.MODERATOR,
                Label.PLACE,
            }:
                continue
            sentence = page.sentence(match.start())
            points = 3 if match.start() < HEADING else 0
            points += 2 if INVITES.search(sentence) or match.start() < 120 else 0  # noqa: PLR2004 - a heading
            points += 2 if title and title.start <= page.source.starts[match.start()] < title.end else 0
            points -= 2 if kind == EventKind.MEETING else 0
            points -= 4 if _is_programmed(page, match.start()) else 0
            points -= 3 if page.label(match.start()) == Label.AGENDA or match.start() > 2 * HEADING else 0
            candidates.append((points, -match.start(), -rank, kind, match.span()))
            break
    if not candidates:
        return []
    best = max(candidates)
    return [page.found(Field.KIND, *best[4], best[3].value)] if best[0] > 0 else []


def _is_programmed(page: Page, position: int) -> bool:
    """Whether a line that begins with an hour names it: a part of the event."""
    start = page.source.line(position)[0]
    return any(start <= time.start < start + 4 and time.end <= position for time in page.times)


def read_modes(page: Page, found: list[Found]) -> list[Found]:
    """The ways to attend: said in words, or following from a venue, a meeting or the kind."""
    ways: dict[Attendance, Found] = {}
    hybrid = HYBRID.search(page.low)
    online = next((match for match in ONLINE.finditer(page.low) if _is_way(page, match)), None)
    present = next((match for match in IN_PERSON.finditer(page.low) if not _is_denied(page, match)), None)
    if hybrid:
        for way in Attendance:
            ways[way] = page.found(Field.MODE, *hybrid.span(), way.value)
    if present:
        ways.setdefault(
            Attendance.IN_PERSON, page.found(Field.MODE, *present.span(), Attendance.IN_PERSON.value)
        )
    if online:
        ways.setdefault(Attendance.ONLINE, page.found(Field.MODE, *online.span(), Attendance.ONLINE.value))
    first = {one.field: one for one in reversed(found)}
    meeting = first.get(Field.MEETING_ID) or first.get(Field.JOIN_ADDRESS) or first.get(Field.PROVIDER)
    place = first.get(Field.VENUE) or first.get(Field.ADDRESS) or first.get(Field.ROOM)
    kind = first.get(Field.KIND)
    if meeting and Attendance.ONLINE not in ways:
        ways[Attendance.ONLINE] = _following(Attendance.ONLINE, meeting, Reason.MEETING)
    if place and Attendance.IN_PERSON not in ways:
        ways[Attendance.IN_PERSON] = _following(Attendance.IN_PERSON, place, Reason.PLACE)
    if not ways and kind and kind.value == EventKind.WEBINAR:
        ways[Attendance.ONLINE] = _following(Attendance.ONLINE, kind, Reason.KIND)
    if not ways and kind and kind.value == EventKind.RACE:
        ways[Attendance.IN_PERSON] = _following(Attendance.IN_PERSON, kind, Reason.KIND)
    return [ways[way] for way in Attendance if way in ways]


def _following(way: Attendance, source: Found, reason: Reason) -> Found:
    return Found(Field.MODE, way.value, source.start, source.end, reason)


def _is_way(page: Page, match: re.Match[str]) -> bool:
    """Whether "online" is how people attend, and not how they register or watch."""
    after = page.after(match.end(), 40)
    before = page.before(match.start(), 45)
    return not NOT_ONLINE.match(after) and not NOT_BEFORE.search(before) and "@" not in after[:2]


def _is_denied(page: Page, match: re.Match[str]) -> bool:
    return bool(
        re.search(
            r"(?:\bno|\bnot|\bне|nicht|kein\w*|\bneither|без)(?: an?)? $", page.before(match.start(), 20)
        )
    )
