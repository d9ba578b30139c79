"""Telephones, mail addresses, pages, and where everybody can watch."""

import re
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

from regapp.announcements.date_words import OF_PAPERS, REGISTERING
from regapp.announcements.found import Field, Found
from regapp.announcements.labels import Label
from regapp.announcements.links import Link
from regapp.announcements.meetings import joined_by
from regapp.announcements.page import Page
from regapp.announcements.phones import phones_in

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-zA-Z]{2,24}(?![\w@])")
STREAMING = (
    ("Facebook", r"facebook|фейсбук\w*|\bfb\.|\bfb\b"),
    ("YouTube", r"you ?tube|ютуб\w*|youtu\.be"),
    ("Instagram", r"instagram|инстаграм\w*"),
    ("VK", r"\bvk\.com|вконтакте"),
    ("Telegram", r"telegram|телеграм\w*"),
)
LIVE = re.compile(
    r"\blive\b|stream|broadcast|трансл|эфир|übertrag|live-?stream|зрител|youtube-канал|смотр|"
    r"watch|тікелей|көрсет|"
    r"трансляция|zuschauen|mitverfolgen|follow (?:it|the|us live)|verfolgen"
)
FORM_HOSTS = re.compile(
    r"^forms\.(?:gle|office\.com|yandex\.\w+)$|^docs\.google\.com$|timepad|eventbrite|sxodim|"
    r"ticketon|surveymonkey|typeform|lamapoll|limesurvey"
)
FORM_PATHS = re.compile(r"regist|anmeld|signup|sign-up|tirkel|form")
REGISTRATION = {Label.REGISTRATION, Label.DEADLINE}
LINKED = re.compile(r"\W{0,3}(?:link|ссылка|сілтеме\w*|here|тут|hier|по ссылке)\W{0,4}")
AT_LINK = 90  # characters before an address that say what it is for
MOST = 5


def read_contacts(page: Page, taken: list[tuple[int, int]]) -> list[Found]:
    """How to ask, where to read more, where to register. ``taken``: the meeting's, no telephones."""
    found = [*_phones(page, taken), *_emails(page)]
    streams = _streams(page)
    streamed = {(stream.start, stream.end) for stream in streams}
    return [*found, *streams, *_pages(page, streamed)]


def _phones(page: Page, taken: list[tuple[int, int]]) -> list[Found]:
    found: dict[str, Found] = {}
    for phone in phones_in(page.source):
        start, end = page.source.span(phone.start, phone.end)
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            found.setdefault(phone.number, Found(Field.PHONE, phone.number, start, end))
    return list(found.values())[:MOST]


def _emails(page: Page) -> list[Found]:
    found: dict[str, Found] = {}
    for match in EMAIL.finditer(page.source.plain):
        if match[0].startswith("."):
            continue
        try:
            address = validate_email(match[0], check_deliverability=False).normalized
        except EmailNotValidError:
            continue
        found.setdefault(address.lower(), page.found(Field.EMAIL, *match.span(), address))
    return list(found.values())[:MOST]


def _streams(page: Page) -> list[Found]:
    """Where it can be watched without registering: an address, or the platform's name."""
    for link in page.links:
        platform = next((name for name, words in STREAMING if re.search(words, link.host)), None)
        if platform and link.position is not None and LIVE.search(_said_of(page, link)):
            return [Found(Field.STREAM, link.address, link.start, link.end)]
        if platform and re.search(r"live|watch|youtu\.be", link.host + link.path):
            return [Found(Field.STREAM, link.address, link.start, link.end)]
    for name, words in STREAMING:
        for match in re.finditer(words, page.low):
            in_address = page.low[match.start() - 1 : match.start()] in {".", "/", "@"} or bool(
                re.match(r"/|\.\w", page.low[match.end() : match.end() + 2])
            )
            if LIVE.search(page.sentence(match.start())) and not in_address:
                return [page.found(Field.STREAM, *match.span(), name)]
    return []


def _said_of(page: Page, link: Link) -> str:
    """The sentence of an address, with what stands before it on its own line or the line above."""
    if link.position is None:
        return ""
    start, _ = page.sentences.around(link.position)
    if start and LINKED.fullmatch(page.low[start : link.position]):  # "Link:" speaks of what stands before it
        return page.sentence(start - 1).rstrip(" .!\n")
    lead = page.low[max(start - AT_LINK, 0) : start]
    near = lead.rpartition("\n\n")[2].rstrip("\n")
    above = near.rpartition("\n")[2] if near.rstrip().endswith((":", "👇")) else ""
    return above + " " + page.low[start : link.position]


def _pages(page: Page, streamed: set[tuple[int, int]]) -> Iterator[Found]:
    web = registration = None
    for link in page.links:
        if (
            joined_by(link)
            or (link.start, link.end) in streamed
            or _is_meetings(link)
            or _is_of_mail(page, link)
        ):
            continue
        said = _said_of(page, link)
        of_registration = link.position is not None and page.label(link.position) in REGISTRATION
        form = FORM_HOSTS.search(link.host) or FORM_PATHS.search(link.path.lower())
        clause = re.split(r"(?<!\d)[.;!?] |\n", said)[-1][-AT_LINK:]
        asked = REGISTERING.search(clause) and not OF_PAPERS.search(clause)
        if form or of_registration or asked:
            registration = registration or Found(Field.REGISTRATION_PAGE, link.address, link.start, link.end)
        elif not any(re.search(words, link.host) for _, words in STREAMING):
            web = web or Found(Field.WEB_PAGE, link.address, link.start, link.end)
    yield from (one for one in (registration, web) if one)


def _is_meetings(link: Link) -> bool:
    """A page of the meeting's provider: its help, its local numbers."""
    if "/register/" in link.path:
        return False
    return bool(
        re.search(
            r"zoom\.us$|zoom\.com$|teams\.microsoft\.com$|webex\.com$|aka\.ms$|microsoft\.com$|maps\.|"
            r"2gis|goo\.gl$|w3\.org$",
            link.host,
        )
    ) or link.path.startswith("/maps")


def _is_of_mail(page: Page, link: Link) -> bool:
    return link.position is not None and page.low[link.position - 1 : link.position] == "@"
