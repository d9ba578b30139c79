"""Which organisations hold the event."""

import re
from collections.abc import Iterator

from regapp.announcements.found import Field, Found, Reason
from regapp.announcements.labels import Label
from regapp.announcements.lists import lines_in
from regapp.announcements.page import Page

ORGANISATION = re.compile(
    r"universit|университет|institut|институт|academy|akademie|академи|stiftung|foundation|fund\b|"
    r"фонд|\bқор(?:ы|мен|ының)?\b|association|ассоциаци|assembly|assemblee|versammlung|ассамбле|ministr|"
    r"министр|министер|verein\b|verband|bund\b|vereinigung|gesellschaft|society|общество|қоғам|"
    r"council|совет|кеңес|rat\b|amt\b|committee|komitee|комитет|agency|agentur|агентств|агентті|"
    r"cent(?:er|re)|"
    r"zentrum|центр|орталы|club|клуб|клуб|school|schule|школ|мектеб|\bwing\b|крыло|қанат|"
    r"department|кафедр|факультет|faculty|fakultät"
    r"|akimat|акимат|әкімді|embassy|botschaft|посольств|елшіл|consulate|konsulat|консульств|union|"
    r"союз|одағ|одақ|network|netzwerk|сеть|желі|organi[sz]ation|организаци|ұйым|federation|"
    r"федераци|library|bibliothek|библиотек|кітапхан|house of|haus der|дом дружбы|достық үйі|"
    r"company|компани|gmbh|llp|тоо|жшс|\bоо\b|\bқб\b|museum|музе|мұражай|theat|театр|daad|unesco|"
    r"\bun\b|оон|бұұ|undp|проон|usaid|\beu\b|ngo|нпо|үеұ|кафедрас|мекеме|басқармас|управлени|"
    r"департамент|bank|банк|hub|хаб|chamber|kammer|палат|палата|forum|инициатив|initiative|проект|"
    r"centre|project|office|büro|бюро|редакци|media|медиа|group|группа|team|alliance|альянс|lab\b|"
    r"лаборатори|коллед|college|лицей|gymnasium|parlament|парламент|мәжіліс|мажилис"
)
ACRONYM = re.compile(r"^[A-ZА-ЯӘҒҚҢӨҰҮІ][A-ZА-ЯӘҒҚҢӨҰҮІ0-9-]{1,9}$")
QUOTED = re.compile(r"[«\"“„][^»\"”“]{2,80}[»\"”“]")
INVITING = {
    "en": re.compile(
        r"(?P<verb> (?:(?:cordially |warmly |jointly |kindly |together |are pleased to |"
        r"is pleased to |have the (?:honou?r|pleasure) (?:to|of) |has the (?:honou?r|pleasure) (?:to|"
        r"of) |would like to |will |is |are )?){1}(?:invites?|inviting|organi[sz](?:e|es|ing)|hosts?|"
        r"hosting|hold|holds|holding|announces?(?! that)|presents?|welcomes?|conducts?|"
        r"launch(?:es)?)\b)"
    ),
    "ru": re.compile(
        r"(?P<verb>(?: (?:сердечно|совместно|с радостью|имеет честь|имеют честь|рады|рад|рада|будут|"
        r"будет))? (?:приглаша[ею]т|пригласить|провод[ия]т|проведет|проведут|организу[ею]т|"
        r"объявля[ею]т|анонсиру[ею]т|проводить))"
    ),
    "de": re.compile(
        r"(?P<verb> (?:lädt|laden|bietet|bieten|veranstaltet|veranstalten|organisiert|organisieren|"
        r"richtet|richten|"
        r"präsentiert|präsentieren)\b)"
    ),
    "kk": re.compile(
        r"(?P<verb> (?:бірлесіп |бірге )?(?:сізді|сіздерді|баршаңызды|барша\S*|барлық\S*|"
        r"\S{0,30} ?(?:шақырады|шақырамыз|өткізеді|ұйымдастырады|ұйымдастыруымен)))"
    ),
}
TITLED = re.compile(r"[«\"“„][^»\"”]{3,200}[»\"”] атты\b")  # a title, and not its host
JOINTLY = re.compile(
    r"(?:(?:veranstalter(?:in)?|organi[sz]ers?|hosts?|организатор\w*|gastgeber) (?:ist|sind|is|"
    r"are|-|является|являются|выступает|выступают|will be)|together with|jointly with|"
    r"in (?:cooperation|collaboration|partnership) with|with the support of|совместно с(?:о)?|"
    r"при поддержке|в сотрудничестве с|в партнерстве с|gemeinsam mit|zusammen mit|"
    r"in (?:zusammenarbeit|kooperation) mit|mit unterstützung|organi[sz]ed by|hosted by|"
    r"veranstaltet v(?:on|om)(?: der| dem)?|организован\w* |организаторами выступают|организатором выступает|"
    r"организует|проводит|проводят|held by) "
    r"(?P<names>[^.;\n!?:]{3,220})"
)
INFLECTING = re.compile(r"^(?:совместно|при поддержке|в сотр|в партн|организован)")
PARTS = re.compile(
    r",? (?:and|und|и|және|мен|пен|бен|&|sowie|as well as|а также|together with|jointly with|"
    r"in (?:cooperation|partnership|collaboration) with|совместно с(?:о)?|gemeinsam mit|"
    r"zusammen mit|in (?:zusammenarbeit|kooperation) mit|при поддержке|with the support of|"
    r"mit unterstützung (?:der|des|von)|in partnership with|бірлесіп) (?:the |der |die |das |"
    r"dem )?|[;\n]+|, (?:the )?| \+ | / | x "
)
LEAD = re.compile(
    r"^(?:[^\n]{0,80} (?:that|dass|что) |\S+(?:ны|ні|ды|ді|ты|ті) (?=[«А-ЯӘҒҚҢӨҰҮІ])|"
    r"(?:dear (?:colleagues|friends|all|guests|students|sir|madam)[^,!]{0,30}[,!]|"
    r"уважаемые [^,!]{2,40}[,!]|құрметті [^,!]{2,40}[,!]|sehr geehrte[^,!]{2,60}[,!]|"
    r"liebe [^,!]{2,40}[,!]|дорогие [^,!]{2,30}[,!])\s*|(?:on|am|at|um|in|im|zum|zur|12|"
    r"\d{1,2}\.?) [^,]{0,50}?(?= the | die | der | das )|the |die |der |das ){1,4}",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"^(?:we|wir|мы|біз|i|you|sie|they|it|this|das|es|who|which|этот|это|он|она|вас|hiermit|"
    r"herzlich|to|and|и|here|there|what)$"
)
AFTER_WITH = re.compile(r"(?:совместно с|совместно со|при поддержке|партнерстве с|сотрудничестве с) $")
ARTICLE = re.compile(r"(?:the|der|die|das|dem|den|with|mit|c|с|со|при|and|и) ")
GENITIVE = re.compile(r"(?:ның|нің|дың|дің|тың|тің)$")
LONGEST = 140
SHORTEST = 3
MOST = 8


def read_hosts(page: Page) -> list[Found]:
    """Under a label; or those who invite in a sentence, with those they do it with."""
    found: dict[str, Found] = {}
    for one in [*_labelled(page), *_inviting(page), *_jointly(page)]:
        known = any(_is_same(one.value, other) for other in found)
        if not known and len(found) < MOST:
            found[one.value] = one
    return list(found.values())


def _is_same(one: str, other: str) -> bool:
    short, long = sorted((one.lower().strip('«»"“”„'), other.lower().strip('«»"“”„')), key=len)
    return short in long


def _labelled(page: Page) -> Iterator[Found]:
    for section in page.sections.of(Label.HOST, Label.PARTNER):
        start, end = section.start, section.end
        while start < end and page.low[start] in " \t:-":
            start += 1
        if page.low[start : start + 1] == "\n":
            for line in lines_in(page, start + 1, end):
                names = list(_names(page, line.start, line.end, sure=True))
                if not names:
                    break
                yield from names
        else:
            yield from _names(page, start, page.body_end(start, end), sure=True)


def _inviting(page: Page) -> Iterator[Found]:
    """The subject of a sentence that invites."""
    for start, end in page.sentences.all()[:40]:
        sentence = page.low[start:end]
        for language, pattern in INVITING.items():
            match = pattern.search(" " + sentence.replace("\n", " "))
            if not match or match.start() > 260 or page.label(start) is not None:  # noqa: PLR2004
                continue
            verb = start + match.start("verb") - 1
            if language == "kk":
                verb = min([verb, *(date.start for date in page.dates if start < date.start < verb)])
            if language == "kk" and not re.search(r"шақыр|өткіз|ұйымдастыр", sentence):
                continue
            subject = start + _lead(page.source.plain[start:verb])
            if titled := TITLED.search(page.low, subject, verb):
                verb = titled.start()
            if verb - subject >= SHORTEST and not PRONOUN.match(page.low[subject:verb].strip()):
                yield from _names(page, subject, verb, sure=False)
            if language == "de":
                yield from _behind_verb(page, verb + len(match["verb"]), end)
            break


def _behind_verb(page: Page, start: int, end: int) -> Iterator[Found]:
    """Am 5. Mai lädt die Universität zu einem Seminar ein."""
    match = re.match(
        r"\W{0,2}(?:sie )?(?P<names>(?:die|der|das) [^.;\n!?]{3,160}?)(?: zu(?:m|r)? | ein\b|"
        r" eine[nm]? | sie | alle | am | herzlich)",
        page.low[start:end],
    )
    if match:
        yield from _names(page, start + match.start("names"), start + match.end("names"), sure=False)


def _lead(words: str) -> int:
    match = LEAD.match(words.replace("\n", " "))
    return match.end() if match else 0


def _jointly(page: Page) -> Iterator[Found]:
    for match in JOINTLY.finditer(page.low):
        cut = re.search(
            r" (?:invit|пригла|провод|организ|laden|lädt|veranst|will |is |are |holds?|состоит|проход|"
            r"пройд|findet|ein\b|on |at the |am |in (?:almaty|astana|der|den) |hosts?|в рамках|на тему|"
            r"zum thema|zu einem|zu einer|zum|zur|herzlich|сіздерді)",
            match["names"],
        )
        end = match.start("names") + (cut.start() if cut else len(match["names"]))
        inflected = Reason.FORM_OF_WORD if INFLECTING.match(match[0]) else None
        yield from _names(page, match.start("names"), end, sure=False, inferred=inflected)


def _names(
    page: Page, start: int, end: int, *, sure: bool, inferred: Reason | None = None
) -> Iterator[Found]:
    """The organisations of a piece of text, parted where each part looks like one."""
    for part in _parts(page, start, end):
        first, last = _bare(page, *part)
        words = page.source.plain[first:last]
        looks = _looks(words) or (sure and words[:1].isupper())
        if not (looks and 1 < len(words) <= LONGEST) or "@" in words or "http" in words:
            continue
        with_others = AFTER_WITH.search(page.before(first, 24)) or GENITIVE.search(words)
        reason = Reason.FORM_OF_WORD if with_others else inferred
        yield page.found(Field.HOST, first, last, inferred=reason, spoken=True)


def _bare(page: Page, start: int, end: int) -> tuple[int, int]:
    """A name without articles and prepositions before it, and marks around it."""
    start, end = page.source.trimmed(start, end)
    lead = ARTICLE.match(page.low, start, end)
    start, end = page.source.trimmed(lead.end() if lead else start, end, " \t\n,.;:-–—•*")
    # An association, in German, keeps its full stop.
    return start, end + 1 if re.search(r"(?:^|\W)e\. ?V$", page.source.plain[start:end]) else end


def _parts(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.span() for match in PARTS.finditer(page.low[start:end])]
    parts: list[tuple[int, int]] = []
    position = 0
    quoted = [match.span() for match in QUOTED.finditer(page.source.plain[start:end])]
    for cut_start, cut_end in [*cuts, (end - start, end - start)]:
        if any(one < cut_start < two for one, two in quoted):
            continue
        before = page.source.plain[start + position : start + cut_start]
        after = page.source.plain[start + cut_end : end]
        next_cut = PARTS.search(after.lower())
        following = after[: next_cut.start()] if next_cut else after
        if (
            cut_start == end - start
            or (_looks(before) and _looks(following))
            or "\n" in page.low[start + cut_start : start + cut_end]
            or ";" in page.low[start + cut_start : start + cut_end]
        ):
            parts.append((start + position, start + cut_start))
            position = cut_end
    return parts


def _looks(words: str) -> bool:
    """Whether words look like the name of an organisation."""
    words = re.sub(
        r"^(?:the|der|die|das|dem|den|des)\s", "", words.strip(" \n\t,.()•-–—"), flags=re.IGNORECASE
    )
    if not words or not (
        words[0].isupper()
        or words[0] in '«"“„'
        or any(c.isupper() for c in words.split()[0])
        or (QUOTED.search(words) and ORGANISATION.match(words.lower().rpartition(" ")[0].split(" ")[-1]))
    ):
        return False
    if ACRONYM.match(words) or (QUOTED.search(words) and len(words) < LONGEST):
        return True
    return bool(ORGANISATION.search(words.lower()))
