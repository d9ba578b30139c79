"""In which languages a text is written, paragraph by paragraph."""

import re
from collections import Counter
from dataclasses import replace

from regapp.announcements.found import Found
from regapp.announcements.source import Source
from regapp.vocabulary import Language

WORD = re.compile(r"[^\W\d_]+")
KAZAKH_LETTERS = frozenset("әғқңөұүһі")
COMMON = {
    Language.ENGLISH: frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "for",
            "on",
            "with",
            "is",
            "are",
            "will",
            "be",
            "at",
            "by",
            "from",
            "a",
            "an",
            "you",
            "we",
            "our",
            "this",
            "that",
            "please",
            "your",
            "all",
            "or",
            "it",
            "as",
            "which",
            "who",
            "what",
            "how",
            "can",
            "may",
            "join",
        ]
    ),
    Language.GERMAN: frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "den",
            "dem",
            "des",
            "ein",
            "eine",
            "einer",
            "eines",
            "im",
            "am",
            "zum",
            "zur",
            "von",
            "vom",
            "mit",
            "für",
            "auf",
            "ist",
            "sind",
            "wird",
            "werden",
            "nicht",
            "sich",
            "bei",
            "in",
            "an",
            "was",
            "aus",
            "nach",
            "über",
            "als",
            "auch",
            "an",
            "wir",
            "sie",
            "ihre",
            "ihr",
            "unsere",
            "bitte",
            "um",
            "uhr",
            "oder",
            "bis",
            "es",
        ]
    ),
    Language.RUSSIAN: frozenset(
        [
            "и",
            "в",
            "на",
            "с",
            "по",
            "для",
            "к",
            "из",
            "о",
            "об",
            "от",
            "до",
            "при",
            "не",
            "что",
            "как",
            "это",
            "мы",
            "вы",
            "все",
            "или",
            "за",
            "у",
            "а",
            "будет",
            "также",
            "приглашаем",
            "состоится",
            "года",
            "который",
        ]
    ),
    Language.KAZAKH: frozenset(
        [
            "мен",
            "бен",
            "пен",
            "да",
            "де",
            "бар",
            "бойынша",
            "мынадай",
            "осы",
            "бұл",
            "сіз",
            "біз",
            "ретінде",
            "туралы",
            "дейін",
            "кейін",
            "өтеді",
        ]
    ),
}
CYRILLIC = re.compile(r"[а-яәғқңөұүһі]")
LATIN = re.compile(r"[a-zäöüß]")
PART = re.compile(r"\n| / ")
FEWEST = 2  # weight of a paragraph in a language before it counts
SHARE = 0.2


def language_of(text: str) -> Language | None:
    """The language of a short piece of text in lower case, or None if nothing tells."""
    weights = _weights(text)
    best = weights.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):  # noqa: PLR2004 - a draw
        return None
    return best[0][0]


def spoken_in(languages: list[Language], found: Found) -> Found:
    """A value whose few words seem to be in a language that the text is not in gets one of the text's."""
    if found.language is None or found.language in languages or not languages:
        return found
    cyrillic = {Language.KAZAKH, Language.RUSSIAN}
    alike = [one for one in languages if (one in cyrillic) == (found.language in cyrillic)]
    return replace(found, language=alike[0] if alike else None)


def languages_of(source: Source) -> list[tuple[Language, int, int]]:
    """The languages, most used first, each with the first paragraph that shows it."""
    total: Counter[Language] = Counter()
    first: dict[Language, tuple[int, int]] = {}
    start = 0
    for paragraph in PART.split(source.low):
        end = start + len(paragraph)
        weights = _weights(paragraph)
        if weights:
            (language, weight), *others = weights.most_common(2)
        if weights and not (others and others[0][1] == weight):
            total[language] += weight
            if weight >= FEWEST:
                first.setdefault(language, source.trimmed(start, end))
        start = end + (3 if source.low[end : end + 3] == " / " else 1)
    weight_of_all = sum(total.values())
    if total and not first:  # a table has few small words: what they say together
        first[total.most_common(1)[0][0]] = source.trimmed(0, len(source.low))
    return [
        (language, *first[language])
        for language, weight in total.most_common()
        if language in first and weight >= SHARE * weight_of_all
    ]


def _weights(text: str) -> Counter[Language]:
    """How much each language explains of a text: by its small words, its letters, and its script."""
    weights: Counter[Language] = Counter()
    words = WORD.findall(text)
    cyrillic = kazakh = umlauts = 0
    for word in words:
        for language, common in COMMON.items():
            weights[language] += word in common
        cyrillic += bool(CYRILLIC.search(word))
        kazakh += not KAZAKH_LETTERS.isdisjoint(word)
        umlauts += not frozenset("äöüß").isdisjoint(word)
    if cyrillic:
        if kazakh * 5 >= cyrillic:
            weights[Language.KAZAKH] += cyrillic
            weights[Language.RUSSIAN] = 0
        else:
            weights[Language.RUSSIAN] += cyrillic
            weights[Language.KAZAKH] = 0
    weights[Language.GERMAN] += umlauts
    return +weights
