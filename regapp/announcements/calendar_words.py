"""Names of months and days of the week in four languages, in the forms that announcements use."""

CASES = (  # endings of Kazakh nouns, as months carry them
    r"(?:да|де|та|те|ның|нің|дың|дің|тың|тің|ға|ге|қа|ке|дан|ден|тан|тен|нан|нен|ы|і|сы|сі|ында|"
    r"інде|сында|сінде"
    r"|ына|іне|ынан|інен|дағы|дегі|тағы|тегі|на|не|ындағы|індегі)?"
)
ABLATIVE = ("дан", "ден", "тан", "тен", "нан", "нен")
MONTHS = (
    (1, rf"january|januar|jänner|jan\.?|январ[ьяею]|янв\.?|қаңтар{CASES}|қаң\."),
    (2, rf"february|februar|feb\.?|феврал[ьяею]|февр?\.?|ақпан{CASES}|ақп\."),
    (3, rf"march|märz|maerz|mar\.?|mär\.?|март[аеу]?|мар\.|наурыз{CASES}|нау\."),
    (4, rf"april|apr\.?|апрел[ьяею]|апр\.?|сәуір{CASES}|сәу\."),
    (5, rf"may|mai|ма[йяеюи]|мамыр{CASES}|мам\."),
    (6, rf"june|juni|jun\.?|июн[ьяею]|июн\.|маусым{CASES}|мау\."),
    (7, rf"july|juli|jul\.?|июл[ьяею]|июл\.|шілде{CASES}|шіл\."),
    (8, rf"august|aug\.?|август[аеу]?|авг\.?|тамыз{CASES}|там\."),
    (9, rf"september|sept\.?|sep\.?|сентябр[ьяею]|сент?\.?|қыркүйе[кг]{CASES}|қыр\."),
    (10, rf"october|oktober|oct\.?|okt\.?|октябр[ьяею]|окт\.?|қазан{CASES}|қаз\."),
    (11, rf"november|nov\.?|ноябр[ьяею]|нояб?\.?|қараша{CASES}|қар\."),
    (12, rf"december|dezember|dec\.?|dez\.?|декабр[ьяею]|дек\.?|желтоқсан{CASES}|жел\."),
)
WEEKDAYS = (  # Monday is 0
    (0, r"monday|mon\.?|montags?|mo\.?|понедельника?|пн\.?|дүйсенбі(?:де|ге|нің)?|дс\.?"),
    (1, r"tuesday|tues?\.?|dienstags?|di\.?|вторника?|вт\.?|сейсенбі(?:де|ге|нің)?|сс\.?"),
    (2, r"wednesday|wed\.?|mittwochs?|mi\.?|сред[аыу]|ср\.?|сәрсенбі(?:де|ге|нің)?|ср\.?"),
    (3, r"thursday|thurs?\.?|thu\.?|donnerstags?|do\.?|четверга?|чт\.?|бейсенбі(?:де|ге|нің)?|бс\.?"),
    (4, r"friday|fri\.?|freitags?|fr\.?|пятниц[аыу]|пт\.?|жұма(?:да|ға|ның)?|жм\.?"),
    (5, r"saturday|sat\.?|samstags?|sonnabends?|sa\.?|суббот[аыу]|сб\.?|сенбі(?:де|ге|нің)?"),
    (6, r"sunday|sun\.?|sonntags?|so\.?|воскресенья?|вс\.?|жексенбі(?:де|ге|нің)?|жс\.?"),
)
