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
    (EventKind.WEBINAR, r"webinar\w*|вебинар\w*|online-?seminar\w*|онлайн-семинар\w*"),
    (
        EventKind.RACE,
        (
            r"half[- ]marathon\w*|marathon\w*|полумарафон\w*|марафон\w*|жартылай марафон\w*|"
            r"halbmarathon\w*|fun run|charity run|volkslauf|spendenlauf|\w{0,12}забег(?:а|е|у|и|ом)?|"
            r"жүгіру жарыс\w*|жүгіруі?(?! клуб)\b|стадионный пробег"
            r"|(?:road|trail|foot|night) race|stadtlauf|nachtlauf|\b10[ -]?k(?:m)? run"
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
            r"(?<!press )(?<!press-)(?<!zoom )(?:(?<!video)(?<!tele)conference\w*|"
            r"[а-я-]{0,25}(?<!видео)(?<!теле)(?<!пресс-)конференци(?:я|ю|и|ей|й)(?! ?(?:zoom|id))|"
            r"(?<!телефон )конференция(?:сы|ға|сына|да|сында|ның)|symposium|симпозиум\w*|"
            r"(?:fach)?konferenz(?!-?id|nummer)|fachtagung|tagung(?!sort|sprach|sbeitr|sgeb|sordn)|"
            r"forum\b|форум(?:а|е|у)?\b|kongress|congress|конгресс)"
        ),
    ),
    (
        EventKind.TRAINING,
        (
            r"training(?:s|sseminar)?\b|тренинг\w*|workshop\w*|воркшоп\w*|мастер-класс\w*|"
            r"master ?class\w*|шеберлік сағат\w*|schulung\w*|fortbildung\w*|курс(?:ы|ов)? повышения"
        ),
    ),
    (
        EventKind.SEMINAR,
        (
            r"seminar\w*|семинар\w*|lecture\b|лекци[яию]\b|дәріс(?:ке|і|іне)?\b|vortrag(?:sabend|"
            r"sveranstaltung)?\b|kolloquium|colloquium"
        ),
    ),
    (
        EventKind.CELEBRATION,
        (
            r"concert|концерт\w*|festival|фестивал\w*|celebration|празднование\w*|мереке\w*|konzert|"
            r"festakt|gala\b|fest\b|feier\b|торжеств\w+"
        ),
    ),
    (
        EventKind.MEETING,
        (
            r"(?:public |information |annual |general )?meeting(?! (?:id|room|number|link|details|"
            r"is (?:online|held on zoom)|passcode|password|point))|собрани[еяю]\b|встреч[аиу]\b|"
            r"кездесу(?:ге|і|іне)?\b|жиналыс(?:қа|ы|ына)?\b|treffen\b|(?:mitglieder)?versammlung\b|"
            r"заседани[ея]\b|отырыс\w*|sitzung\b|hearing|слушани[яй]|\bdiscussion\b|podiumsdiskussion|"
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
    r"virtual(?:ly)?|virtuell\w*|виртуальн\w+|дистанционн\w+|удаленн\w+|қашықтан|қашықтық|"
    r"remote(?:ly)?|"
    r"(?:в|на|через|по) (?:платформе |программе |сервисе )?(?:zoom|зуме?|teams|webex|google meet)|"
    r"(?:zoom|teams|webex|google meet|зум) ?(?:-|арқылы|платформа|қосымша|бағдарлама|-та|-да|-де|"
    r"-meeting|-конференц|link|сілтеме))"
)
NOT_ONLINE = re.compile(
    r"^\W{0,2}(?:registr\w*|form\b|application|регистр\w*|тірке\w*|anmeld\w*|анкет\w*|"
    r"форм[аеуы]\b|broadcast\w*|stream\w*|трансляци\w+|эфир\w*|übertragung|live-?stream|тікелей|"
    r"payment|оплат\w+|форма\w* регистр\w*|опрос\w*|заявк\w*)"
)
NOT_BEFORE = re.compile(
    r"(?:register|registration|apply|registered|регистр\w+|зарегистрироваться|тіркел\w+|anmeld\w*|"
    r"anmeldung(?:en)?|live|broadcast|трансляци\w+|pay|watch|смотр\w+|not|no|не|nicht|kein\w*|"
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
            points -= 3 if page.label(match.start()) == Label.AGENDA or match.start() > 2 * HEADING else 0
            candidates.append((points, -match.start(), -rank, kind, match.span()))
            break
    if not candidates:
        return []
    best = max(candidates)
    return [page.found(Field.KIND, *best[4], best[3].value)] if best[0] > 0 else []


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
