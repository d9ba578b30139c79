"""Cities where events of Kazakhstan's hosts take place, in four languages and their cases."""

import re

from regapp.vocabulary import Language

NAMES: tuple[tuple[str, str], ...] = (
    ("Almaty", r"almaty|алматы(?:да|дағы|ның|ға)?|алма-ат[аеы]"),
    ("Astana", r"astana|астан[аеуы]|астана(?:да|дағы|ның|ға)"),
    ("Nur-Sultan", r"nur-?sultan|нур-?султан[ае]?|нұр-?сұлтан(?:да)?"),
    ("Shymkent", r"shymkent|schymkent|шымкент[ае]?|шымкентте"),
    ("Taldykorgan", r"taldy[kq]or[gğ]an|taldyqorghan|талдыкорган[ае]?|талдықорған(?:да|дағы)?"),
    ("Karaganda", r"kara[gq]h?and[ay]|qaraghandy|караганд[аеуы]|қарағанды(?:да)?"),
    ("Aktobe", r"aqt[oö]be|aktobe|aktöbe|актобе|ақтөбе(?:де)?"),
    ("Atyrau", r"atyrau|атырау(?:да)?"),
    ("Aktau", r"aktau|актау|ақтау(?:да)?"),
    ("Pavlodar", r"pa[vw]lodar|павлодар(?:е|а|да)?"),
    ("Kostanay", r"[kq]ostana[yji]|костана[йяе]|қостанай(?:да)?"),
    ("Kokshetau", r"[kq]okshetau|koktschetau|кокшетау|көкшетау(?:да)?"),
    ("Petropavl", r"petropavl(?:ovsk)?|петропавловск[ае]?|петропавл(?:да)?"),
    ("Oskemen", r"ust-kamenogorsk|oskemen|усть-каменогорск[ае]?|өскемен(?:де)?"),
    ("Semey", r"seme[yi]|семе[йяе]|семейде"),
    ("Taraz", r"taraz|тараз(?:е|а|да)?"),
    ("Kyzylorda", r"[kq]yzylorda|кызылорд[аеы]|қызылорда(?:да)?"),
    ("Oral", r"uralsk|уральск[ае]?|орал қаласы(?:нда)?"),
    ("Turkistan", r"tur[kt]istan|түркістан(?:да)?|туркестан[ае]?"),
    ("Zhezkazgan", r"zhezkazgan|жезказган[ае]?|жезқазған(?:да)?"),
    ("Konaev", r"[kq]onaev|қонаев(?:та)?|конаев[ае]?"),
    ("Berlin", r"berlin|берлин(?:е|а|де)?"),
    ("Bonn", r"bonn"),
    ("Moscow", r"moscow|moskau|москв[аеы]|мәскеу(?:де)?"),
    ("Bishkek", r"bishkek|bischkek|бишкек[ае]?|бішкек(?:те)?"),
    ("Tashkent", r"tashkent|taschkent|ташкент(?:е|а|те)?"),
    ("Istanbul", r"istanbul|стамбул[ае]?|ыстанбұл(?:да)?"),
)
CITY = re.compile(
    r"(?<![a-zа-яәғқңөұүі@./-])(?:"
    + "|".join(f"(?P<c{n}>{words})" for n, (_, words) in enumerate(NAMES))
    + r")(?![a-zа-яәғқңөұүі@/]|\.[a-z])"
)


IN_LANGUAGES: dict[
    str, tuple[str, str, str]
] = {  # in Kazakh, Russian, German, where they differ from English
    "Almaty": ("Алматы", "Алматы", "Almaty"),
    "Astana": ("Астана", "Астана", "Astana"),
    "Nur-Sultan": ("Нұр-Сұлтан", "Нур-Султан", "Nur-Sultan"),
    "Shymkent": ("Шымкент", "Шымкент", "Schymkent"),
    "Taldykorgan": ("Талдықорған", "Талдыкорган", "Taldykorgan"),
    "Karaganda": ("Қарағанды", "Караганда", "Karaganda"),
    "Aktobe": ("Ақтөбе", "Актобе", "Aktöbe"),
    "Atyrau": ("Атырау", "Атырау", "Atyrau"),
    "Aktau": ("Ақтау", "Актау", "Aktau"),
    "Pavlodar": ("Павлодар", "Павлодар", "Pawlodar"),
    "Kostanay": ("Қостанай", "Костанай", "Kostanai"),
    "Kokshetau": ("Көкшетау", "Кокшетау", "Kokschetau"),
    "Petropavl": ("Петропавл", "Петропавловск", "Petropawl"),
    "Oskemen": ("Өскемен", "Усть-Каменогорск", "Öskemen"),
    "Semey": ("Семей", "Семей", "Semei"),
    "Taraz": ("Тараз", "Тараз", "Taras"),
    "Kyzylorda": ("Қызылорда", "Кызылорда", "Kysylorda"),
    "Oral": ("Орал", "Уральск", "Oral"),
    "Turkistan": ("Түркістан", "Туркестан", "Turkistan"),
    "Zhezkazgan": ("Жезқазған", "Жезказган", "Scheskasgan"),
    "Konaev": ("Қонаев", "Конаев", "Qonajew"),
    "Berlin": ("Берлин", "Берлин", "Berlin"),
    "Bonn": ("Бонн", "Бонн", "Bonn"),
    "Moscow": ("Мәскеу", "Москва", "Moskau"),
    "Bishkek": ("Бішкек", "Бишкек", "Bischkek"),
    "Tashkent": ("Ташкент", "Ташкент", "Taschkent"),
    "Istanbul": ("Ыстанбұл", "Стамбул", "Istanbul"),
}


def city_in(name: str, language: Language) -> str:
    """A city's English name in another language; a name that is not known stays."""
    columns = (Language.KAZAKH, Language.RUSSIAN, Language.GERMAN)
    if language not in columns or name not in IN_LANGUAGES:
        return name
    return IN_LANGUAGES[name][columns.index(language)]


def city_of(words: str) -> str:
    """The city's name in English, or an empty text."""
    match = CITY.search(words)
    return next(NAMES[n][0] for n in range(len(NAMES)) if match[f"c{n}"]) if match else ""
