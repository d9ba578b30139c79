"""What stands before a colon, and the piece of the text that it heads."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from regapp.announcements.source import Source


class Label(StrEnum):
    """What a heading announces."""

    TITLE = "title"
    WHEN = "when"
    TIME = "time"
    START = "beginning"
    END = "ending"
    DEADLINE = "deadline"
    PLACE = "place"
    ADDRESS = "address"
    ROOM = "room"
    CITY = "city"
    FORMAT = "format"
    CAPACITY = "capacity"
    HOST = "host"
    PARTNER = "partner"
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    GUEST = "guest"
    AGENDA = "agenda"
    REGISTRATION = "registration"
    OTHER = "other"


WORDS: dict[Label, str] = {
    Label.TITLE: (
        r"(?:event )?(?:title|topic|subject|theme)(?: of the \w+)?|(?:тема|название)(?: [а-я-]+){0,3}|betreff"
        r"|re|тақырыб[ыа]\w*|тақырып\w*|(?:іс-?шара(?:ның)? )?атауы|thema(?: de[rs] \w+)?|titel|"
        r"(?:das )?oberthema"
    ),
    Label.WHEN: (
        r"when|date(?:s| and time| & time|/time)?|day|event date|когда|"
        r"дата(?: и время)?(?: проведения)?(?: \w+)?|даты(?: проведения)?"
        r"|день|время и место(?: проведения)?|дата и место(?: проведения)?|(?:қашан|күні|мерзімі|"
        r"өтетін күні|өткізілетін күні|өтетін уақыты|күні мен уақыты"
        r"|өткізу (?:күні|мерзімі|уақыты)|өтетін күні мен уақыты|уақыты мен орны|күні,? уақыты)|wann|"
        r"datum(?: und uhrzeit|/uhrzeit)?"
        r"|termin(?:e|\(e\))?|zeitpunkt|veranstaltungs(?:datum|termin|tag)|zeit und ort|"
        r"date and place|when and where"
        r"|сроки(?: проведения)?|дата/время|ort und zeit|[📅🗓📆]\ufe0f?"
    ),
    Label.TIME: (
        r"time|hours?|время(?: проведения)?|в какое время|уақыты|сағаты|уақыт|өткізілетін уақыты|"
        r"uhrzeit|zeit|zeitraum|[⏰🕒🕓🕔🕕🕖🕘🕙🕚🕛🕐🕑🕗⌚]\ufe0f?"
    ),
    Label.START: (
        r"(?:start|beginning|begins|starts|start time|kick-?off|opening(?: ceremony)?)|начало(?: \w+)?|старт|"
        r"(?:торжественное )?открытие|сөре|(?:[^\W\d_]{3,20} )?ашылуы?(?: салтанаты| рәсімі)?|"
        r"(?:feierliche )?eröffnung|"
        r"басталу\w*(?: уақыты)?|басы|beginn|start(?:zeit|schuss)"
    ),
    Label.END: (
        r"(?:end|ends|closing|finish|end time)|окончание|завершение|аяқталу\w*(?: уақыты)?|ende|"
        r"schluss"
    ),
    Label.DEADLINE: (
        r"(?:registration |application |rsvp )?deadline(?: for (?:registration|applications?))?|"
        r"register by|rsvp(?: by)?|apply by"
        r"|(?:крайний |последний )?срок(?:и)? (?:регистрации|подачи заявок|приема заявок)|"
        r"дедлайн(?: [а-я]+){0,3}|срок подачи(?: [а-я]+){0,2}|последний срок(?: [а-я]+){0,3}|регистрация до"
        r"|(?:последний день|окончание) регистрации|прием заявок(?: до)?|тіркелу(?:дің)? (?:мерзімі|"
        r"соңғы күні|соңғы мерзімі)|соңғы мерзім\w*|өтінім(?:дер)? қабылдау(?: мерзімі)?"
        r"|(?:anmelde|bewerbungs|melde|einsende)schluss|(?:anmelde|bewerbungs)frist|"
        r"anmeldung bis(?: zum)?|anmeldungen bis(?: zum)?"
    ),
    Label.PLACE: (
        r"where|venue|place|location|(?:central|main) studio|meeting (?:place|point)|"
        r"(?:центральная|головная|главная) студия|(?:орталық|бас) студия|"
        r"zentrales studio|hauptstudio|место встречи|кездесу орны|"
        r"место(?: проведения)?(?: \w+)?|где|площадка|қайда|өтетін (?:орны|"
        r"жері)|орны|өткізілетін (?:орны|жері)"
        r"|өткізу орны|мекені|орын|wo|ort|veranstaltungsort|tagungsort|treffpunkt|lokalität|"
        r"[📍🏛🏢📌]\ufe0f?|start und ziel|место старта"
    ),
    Label.ADDRESS: r"address|адрес(?: проведения)?|мекен-?жай\w*|adresse|anschrift",
    Label.ROOM: r"room|hall|аудитория|зал|кабинет|бөлме|дәрісхана|залы|raum|saal|hörsaal",
    Label.CITY: r"city|город|қала(?:сы)?|stadt",
    Label.FORMAT: (
        r"(?:event )?format|mode|форма(?:т)?(?: (?:проведения|участия|мероприятия|встречи))?|"
        r"формат\w*|(?:өткізу|өтетін) (?:форматы|түрі|нысаны)|қатысу (?:форматы|түрі|нысаны)"
        r"|veranstaltungsform(?:at)?|durchführung|teilnahme(?:form|möglichkeiten)?"
    ),
    Label.CAPACITY: (
        r"capacity|(?:number of )?(?:places|seats|participants)|количество (?:мест|участников)|"
        r"(?:число|лимит) (?:мест|участников)|мест(?:а)?"
        r"|орын(?:дар)?(?: саны)?|қатысушылар(?:дың)? саны|plätze|teilnehme\w+zahl|max(?:\. |"
        r"imale )teilnehme\w+|platzzahl|kapazität|вместимость|сыйымдылығы"
    ),
    Label.HOST: (
        r"(?:co-?)?organi[sz]ers?|(?:co-?)?hosts?|organi[sz]ed by|hosted by|(?:со)?организатор(?:ы|ом|"
        r"ами)?(?: \w+)?|проводит|проводят|устроители"
        r"|ұйымдастырушы(?:лар)?(?:ы|лары)?|өткізуші(?:лер)?|veranstalter(?:in|innen|:innen)?|"
        r"gastgeber(?:in)?|ausrichter|veranstaltet von|eine veranstaltung von"
        r"|соұйымдастырушы(?:лар)?|mitveranstalter|соорганизатор(?:ы)?"
    ),
    Label.PARTNER: (
        r"partners?|in (?:partnership|cooperation) with|with (?:the )?support (?:of|from)|"
        r"supported by|партнер(?:ы)?|при поддержке|серіктес(?:тер)?(?:і|тері)?|қолдаушылар|partner"
        r"|in kooperation mit|unterstützt von|förderer|sponsors?|спонсоры?|демеушілер"
    ),
    Label.MODERATOR: (
        r"moderators?|moderated by|discussion leaders?|chairs?(?:ed by|person)?|facilitators?|"
        r"модератор(?:ы|лар|лары)?|"
        r"модерирует|модерируют|ведущ(?:ий|ая|ие)|жүргізуші(?:лер|сі|лері)?"
        r"|moderation|moderator(?:in|en|innen)?|moderiert von|leitung|🎤"
    ),
    Label.SPEAKER: (
        r"(?:keynote |invited |main )?speakers?|panell?ists?|panel(?: members?)?|presenters?|"
        r"lecturers?|trainers?|"
        r"спикер(?:ы|лер|лері)?|докладчик(?:и)?|выступающие|эксперт(?:ы)?|лектор(?:ы)?|тренер(?:ы)?"
        r"|баяндамашы(?:лар)?(?:ы|лары)?|сөйлеушілер|сарапшылар|дәріскер(?:лер)?|жаттықтырушы(?:лар)?|"
        r"referent(?:in|en|innen|:innen|\*innen)?|redner(?:innen|in|:innen)?|vortragende|"
        r"trainer(?:in|innen|:innen)?|dozent(?:in|en|innen)?|mit|es diskutieren(?: mit)?|im gespräch|with|"
        r"sprecher(?:in|innen|:innen)?|podium|es sprechen|impuls(?:e|vortrag)?"
        r"|expert(?:en|innen|s)?|👤|🗣"
    ),
    Label.GUEST: (
        r"guests?(?: of honou?r)?|(?:почетные |приглашенные )?гости|(?:құрметті )?қонақтар|"
        r"(?:ehren)?gäste|special guests?"
    ),
    Label.AGENDA: (
        r"agenda(?: items)?|programm?e?(?: (?:of|outline|at a glance)[a-z ]*)?|preliminary programme|"
        r"schedule|timetable|topics?(?: (?:for|of|to)[a-z ]+)?|questions(?: (?:for|to|of)[a-z ]+)?|"
        r"issues(?: (?:for|to)[a-z ]+)?|(?:main )?themes|to be discussed|discussion points|(?:we will|"
        r"we'll) (?:discuss|talk about)"
        r"|повестка(?: дня)?|программа(?: [а-я-]+){0,2}|(?:основные )?вопросы(?: [а-я-]+){0,3}|"
        r"темы(?: [а-я-]+){0,3}|план|расписание|(?:будут обсуждаться|обсудим|в программе|"
        r"на повестке(?: дня)?)(?: [а-я-]+){0,3}"
        r"|күн тәртібі(?:нде)?(?:гі мәселелер)?|бағдарлама(?:сы|да)?|іс-?шара бағдарламасы|"
        r"талқыланатын (?:мәселелер|тақырыптар|сұрақтар)|мәселелер|тақырыптар|сұрақтар|кесте|жоспар"
        r"|tagesordnung(?:spunkte)?|programm(?:punkte|ablauf)?|ablauf(?:plan)?|"
        r"themen(?: [a-zäöüß]+){0,3}|(?:diskussions|leit)fragen|fragen(?: [a-zäöüß]+){0,3}|"
        r"diskutiert werden|(?:wir (?:besprechen|diskutieren))"
    ),
    Label.REGISTRATION: (
        r"registration(?: link| form)?|register(?: here| at)?|sign up|регистрация(?: \w+)?|"
        r"ссылка (?:на|для) регистраци[июя]|тіркелу(?: сілтемесі)?|тіркеу|anmeldung(?: unter| hier)?|"
        r"anmeldelink|anmeldezeitraum|registration period|срок\w* регистрации|тіркелу кезеңі|"
        r"link zur anmeldung|🔗"
    ),
    Label.OTHER: (
        r"contacts?(?: persons?| details)?|phone|telephone|tel\.?|e-?mail|info(?:rmation)?|"
        r"questions and answers|fees?|price|languages?|working languages?|dress code|parking|"
        r"target (?:group|audience)|audience"
        r"|контакты?|контактн\w+ (?:\w+)|телефон(?:ы)?|тел\.?|почта|эл\. ?почта|справки|язык(?:и)?|"
        r"рабочи[ей] язык\w*|стоимость|участие|участники|для участия|условия(?: участия)?|требования"
        r"|байланыс(?: телефон\w*| үшін)?|тіл(?:і|дер)|жұмыс тілі|құны|қатысушылар|kontakt|telefon|"
        r"rückfragen|sprachen?|arbeitssprachen?|kosten|zielgruppe|teilnahmegebühr|hinweise?|wichtig|"
        r"важно|маңызды|note|importan\w+"
        r"|zoom|passcode|meeting[ -]id|📞|☎\ufe0f?|📱|✉\ufe0f?|📧"
    ),
}
KNOWN = re.compile(
    r"(?P<before>\A|\n|[;|,.][ \t])[^\w\n]{0,5}(?:"
    + "|".join(f"(?P<{label.name}>{words})" for label, words in WORDS.items())
    + r")(?P<beside> ?\([^()\n]{1,40}\))?(?P<separator> ?[:：]| ?\t| - | ?(?=\n|\Z)|(?<=[^\w\s])|(?<=\ufe0f))"
)
UNKNOWN = re.compile(r"(?:\A|\n)[^\w\n]{0,5}(?P<label>[^\W\d_][^:\n\t.!?,;\d]{1,40}):(?!//)(?!\d)")


ASKS = re.compile(  # "The panel will discuss the following questions:" and a list
    r"(?:\A|\n)(?P<label>[^\n:]{0,160}(?:question|topic|issue|discuss|agenda|programme|вопрос|"
    r"темы|обсу[дж]|повестк|программ|мәселе|тақырып|талқыла|сұрақ|frage|themen|diskut|"
    r"tagesordnung|besproch|erörter)[^\n:]{0,60}):(?= ?\n)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """What a label heads: its own words ``[label:start]`` and those after it, up to the next label."""

    kind: Label
    label: int
    start: int
    end: int
    whole: bool  # the label has its line for itself


class Sections:
    """All labelled pieces of a text."""

    def __init__(self, source: Source) -> None:
        self._all = list(_sections(source))
        self._starts = [section.label for section in self._all]

    def of(self, *kinds: Label) -> Iterator[Section]:
        """The pieces under labels of these kinds."""
        return (section for section in self._all if section.kind in kinds)

    def at(self, position: int) -> Section | None:
        """The piece in which a position stands."""
        index = bisect_right(self._starts, position) - 1
        if index < 0 or position >= self._all[index].end:
            return None
        return self._all[index]

    def starts_at(self, position: int) -> bool:
        """Whether a label begins there."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and self._starts[index] == position


def _sections(source: Source) -> Iterator[Section]:
    heads = sorted(_heads(source))
    for index, (label, start, kind, whole) in enumerate(heads):
        following = heads[index + 1][0] if index + 1 < len(heads) else len(source.low)
        if source.low[start - 3 : start] == " - " and source.low[label - 2 : label] == ". ":
            ends = source.low.find(". ", start, following)  # within a sentence it heads no more than that
            following = following if ends < 0 else ends + 1
        if start <= following:
            yield Section(kind, label, start, following, whole)


def _heads(source: Source) -> list[tuple[int, int, Label, bool]]:
    heads: dict[int, tuple[int, int, Label, bool]] = {}
    for match in KNOWN.finditer(source.low):
        kind = Label[next(name for name in Label.__members__ if match[name])]
        label = match.start(kind.name)
        whole = not match["separator"].strip(" ") and source.low[match.end() : match.end() + 1] in {"", "\n"}
        in_line = match["before"] not in {"", "\n"}
        dashed = match["before"] == ". " and match["separator"] == " - " and source.plain[label].isupper()
        if in_line and ":" not in match["separator"] and not dashed:
            continue
        whole = whole or source.low[match.end() : match.end() + 2].strip(" ")[:1] in {"", "\n"}
        heads[label] = (label, match.end(), kind, whole)
    for match in ASKS.finditer(source.low):
        label = match.start("label")
        if label not in heads:
            heads[label] = (label, match.end(), Label.AGENDA, True)
    for match in UNKNOWN.finditer(source.low):
        label = match.start("label")
        if label not in heads:
            whole = source.low[match.end() : match.end() + 2].strip(" ")[:1] in {"", "\n"}
            heads[label] = (label, match.end(), Label.OTHER, whole)
    return list(heads.values())
