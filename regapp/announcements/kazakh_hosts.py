"""Which organisations hold the event, in the free order of a Kazakh sentence."""

import re
from collections.abc import Iterator

from regapp.announcements.page import Page

# A name ends with what it is, in the nominative or beside "with"; its case stands on that last word.
WHAT = (
    r"(?:университеті?|институты?|академиясы|факультеті|кафедрасы|мектебі|лицейі|колледжі|гимназиясы|"
    r"министрлігі|комитеті|департаменті|басқармасы|бөлімі|агенттігі|әкімдігі|әкімшілігі|хатшылығы|"
    r"мәслихаты|кеңесі|алқасы|палатасы|одағы|ұйымы|бірлестігі|қауымдастығы|федерациясы|ассоциациясы|"
    r"ассамблеясы|конгресі|одақ|қоры|қор|орталығы|орталық|кітапханасы|музейі|мұражайы|театры|"
    r"мұрағаты|елшілігі|"
    r"консулдығы|өкілдігі|клубы|қанаты|желісі|компаниясы|банкі|редакциясы|достық үйі|үйі|"
    r"мұрағат|музей|мұражай|комитет|департамент|академия|кітапхана|театр|әкімдік|министрлік|"
    r"қоғамы|серіктестігі|альянсы|хабы|бюросы|бағдарламасы|жшс|қб|ққ|үеұ)"
)
END = re.compile(
    rf"(?<!\w)(?:{WHAT}(?:[ \n][«\"“„][^»\"”“\n]{{2,50}}[»\"”“]"
    rf"(?=[,.;\n]|$|[ \n](?:мен|пен|бен|және)[ \n]))?(?:[ \n]?\([^()\n]{{2,20}}\))?)"
    rf"(?P<case>-?[мпб]ен|ның|нің|дың|дің|тың|"
    rf"тің)?(?!\w)(?P<support>[ \n](?:(?:қаржылай )?қолдауымен|ұйымдастыруымен|"
    rf"бастамасымен|серіктестігімен|демеушілігімен|атынан))?"
)
SAYS = re.compile(
    r"шақыр(?:ады|амыз|ып)|өткіз(?:еді|етін|іп|генін)|ұйымдастыр(?:ады|ып|уымен|ған|атын)|хабарлайды|"
    r"қолдауымен|бастамасымен|қабылдауды бастайды|жариялайды|жүзеге асырады"
)
# What a name cannot reach back over: another part of the sentence.
BOUND = re.compile(
    r"[,;:()!?\n](?=\s|$)|(?<=\s)(?:бірлесіп|бірге|күні|сағат|құрметті|биыл|ал)(?=\s)|"
    # in, with, from: but Kazakhstan is no "from Kazakhs", and "named after" is part of a name
    r"(?<!\w)[^\W\d_]{3,30}(?:[дт][ае]|[мпб]ен|(?<!с)[дт]ан|[дт]ен|нан|нен|(?<!аты|аны)нда[ғг]ы|"
    r"нде[ғг]і)(?=\s)|"
    # The object; before "to develop", "to protect" it is part of a committee's name.
    r"(?<!\w)[^\W\d_]{3,30}(?:[аеиоуыіэюяұүәө]н[ыі]|[лруйжзмнңгвбд]д[ыі]|[кқпстфхцчшщ]т[ыі]|сын|"
    r"сін|[бвгджзлмнрстцғқңш][ыі]н)"
    r"(?=\s)(?!\s(?:\S{2,20}\s)?(?:дамыту|қорғау|қолдау|басқару|реттеу|бақылау|зерттеу|сақтау|"
    r"үйлестіру|оқыту|дайындау|насихаттау)\s)|»(?=[ \n](?:атты|тақырыб|деген))"
)
JOINS = re.compile(r"(?:мен|пен|бен|және|бірлесіп|бірге)[ \n]")
BY_ACRONYM = re.compile(  # ЮНИСЕФ-тің қолдауымен
    r"(?<!\w)(?P<name>[A-ZА-ЯӘҒҚҢӨҰҮІ]{2,10}-?[нтд][ыі]ң)[ \n](?:қаржылай )?(?:қолдауымен|"
    r"ұйымдастыруымен|бастамасымен)"
)
MOST = 5
LONGEST = 140


def kazakh_names(page: Page, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a sentence that invites, ``(start, end)`` each."""
    said = SAYS.search(page.flat, start, end)
    if not said:
        return
    for match in BY_ACRONYM.finditer(page.source.plain, start, end):
        yield match.span("name")
    position = start
    for number, match in enumerate(END.finditer(page.flat, start, end)):
        if number == MOST:
            return
        stop = match.end("case") if match["case"] else match.end()
        stop = match.start("support") if match["support"] else stop
        of_another = match["case"] and match["case"].endswith("ң") and not match["support"]
        behind = match.start() > said.end() and not SAYS.search(page.flat, match.end(), end)
        if of_another or behind:
            continue
        first = _begin(page, max(position, stop - LONGEST), match.start())
        position = match.end()
        if first < match.start() or " " in match[0]:  # "the centre" alone is no name
            yield first, stop


def _begin(page: Page, start: int, what: int) -> int:
    """Behind the last part of the sentence that does not belong to the name."""
    bounds = [match.end() for match in BOUND.finditer(page.flat, start, what)]
    moments = [one.end for one in page.moments if start <= one.start < what]
    quoted = page.source.plain.rfind("»", start, what)
    last = max([start, *bounds, *moments])
    opened = page.source.plain.rfind("«", start, quoted) if quoted >= last else -1
    if opened >= start and last > opened:  # a bound inside of a name in quotation marks
        last = max([start, *(one for one in [*bounds, *moments] if one <= opened)])
    last = page.source.trimmed(last, what, " \t\n,.;:–—-»")[0] if last < what else what
    joined = JOINS.match(page.flat, last, what)
    return joined.end() if joined else last
