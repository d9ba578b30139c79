"""Where people meet online: Zoom, Teams, Webex, Meet, BigBlueButton, Jitsi; from any text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs

from regapp.announcements.dialling import dial_ins
from regapp.announcements.found import Doubt, DoubtKind, Field, Found, Reason
from regapp.announcements.links import Link, links_of, split
from regapp.announcements.source import Source, source_of


class Provider(StrEnum):
    """Who runs the meeting."""

    ZOOM = "zoom"
    TEAMS = "teams"
    WEBEX = "webex"
    MEET = "meet"
    BIGBLUEBUTTON = "bigbluebutton"
    JITSI = "jitsi"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a pasted invitation says. What it does not say is empty; ``dial_in`` may be several, by commas."""

    provider: str = ""
    meeting_id: str = ""
    join_address: str = ""
    passcode: str = ""
    dial_in: str = ""


# Host and path of the addresses by which one joins; those of help and of registration differ.
JOINING = (
    (
        Provider.ZOOM,
        re.compile(r"(?:^|\.)zoom(?:gov)?\.(?:us|com|com\.cn)$"),
        re.compile(r"^/(?:[jws]|my|wc)/."),
    ),
    (
        Provider.TEAMS,
        re.compile(r"(?:^|\.)teams\.(?:microsoft|live)\.(?:com|us)$|^teams\.cloud\.microsoft$"),
        re.compile(r"^/(?:l/meetup-join|meet|dl/launcher|_#/l/meetup-join)/?."),
    ),
    (
        Provider.WEBEX,
        re.compile(r"(?:^|\.)webex\.com$"),
        re.compile(r"/(?:j\.php|meet/|join/|m/|wbxmjs/|webappng/|[\w.-]+/j\.php)"),
    ),
    (
        Provider.MEET,
        re.compile(r"^meet\.google\.com$"),
        re.compile(r"^/(?:[a-z]{3}-?[a-z]{4}-?[a-z]{3}|lookup/.+)$"),
    ),
    (
        Provider.JITSI,
        re.compile(r"(?:^|\.)jitsi\.|(?:^|[.-])jitsi[.-]|^meet\.jit\.si$|^8x8\.vc$"),
        re.compile(r"^/."),
    ),
    (
        Provider.BIGBLUEBUTTON,
        re.compile(r"(?:^|[.-])(?:bbb|bigbluebutton|greenlight)\d{0,3}(?:[.-]|$)"),
        re.compile(r"^/(?:b|rooms|gl|html5client|bigbluebutton|join)/."),
    ),
)
NAMES = (
    (Provider.ZOOM, re.compile(r"\b(?:zoom|зум(?:е|а|у)?)(?![a-zа-я])")),
    (
        Provider.TEAMS,
        re.compile(r"\b(?:ms|microsoft|майкрософт)[ -]teams|\bteams[ -](?:meeting|besprechung|конф|собр)"),
    ),
    (Provider.WEBEX, re.compile(r"\bwebex")),
    (Provider.MEET, re.compile(r"\bgoogle[ -](?:meet|мит)(?![a-z])")),
    (Provider.BIGBLUEBUTTON, re.compile(r"\bbig ?blue ?button\b|\bbbb(?=[ -](?:room|raum|сервер|комнат|-))")),
    (Provider.JITSI, re.compile(r"\bjitsi")),
)
DIGITS = r"(?P<id>\d(?:[ \t-]?\d){8,15})(?![ \t-]?\d)"
IDENTIFIER = re.compile(
    r"(?P<label>\bid\b|\bид\b|идентификатор|сәйкестендіргіш|meeting number|номер (?:конференции|"
    r"совещания|собрания|встречи)"
    r"|(?:жиналыс|конференция|кездесу) (?:нөмірі|коды)|код (?:конференции|собрания|встречи)|"
    r"meeting[ -](?:id|code|kennnummer)"
    r"|(?:besprechungs|meeting|konferenz|sitzungs|webinar)-?(?:id|nummer|kennung)\b)"
    r"[^\d\n+@]{0,45}\n?[^\d\n+@:]{0,8}" + DIGITS
)
BY_NAME = re.compile(
    r"\b(?:zoom|зум(?:е|а|у)?)\b[a-zа-яәғқңөұүһі -]{0,25}[ \t:(№#,-]{1,4}"
    r"(?P<id>\d{3}[ -]\d{4}[ -]\d{4}|\d{3}[ -]\d{3}[ -]\d{3,4}|\d{9,11})(?![ -]?\d)"
)
OF_TELEPHONE = re.compile(r"phone|telefon|телефон|einwahl|dial|қоңырау|тел\.|vtc|видео|video")
PASSCODE = re.compile(
    r"(?:pass ?code|password|pass ?word|access code|код[ы]? доступа|секретный код|пароль|"
    r"құпия ?сөзі?|кіру коды|қатысу коды"
    r"|қолжетімділік коды|қатынасу коды|өту коды|рұқсат коды|код(?! (?:конф|собр|встр|гор|стр))|"
    r"(?<!dress )(?<!qr )(?<!qr-)(?<!promo )(?<!postal )(?<!zip )(?<!area )(?<!source )\bcode(?=[:=] )|"
    r"kenn?code|passwort|kennwort|"
    r"zugangscode|zugriffscode|\bpin\b|\bпин\b)"
    r"(?: (?:конференции|для входа|собрания|встречи|жиналыс[ыа]?|for the meeting|der besprechung|"
    r"zum meeting))?"
    r"(?P<between>[ \t]?[:=-][ \t\n]{0,2}|[ \t]\(|[ \t]|\n)(?P<code>[^\s,;<>\"«»]{1,40})"
)
LINK_ID = re.compile(r"^/(?:[jws]|wc/join|wc)/(\d{9,11})\b")
LONGEST_ID = 16
SHORTEST_CODE = 3


def read_meeting(text: str) -> Meeting:
    """The fields of a pasted invitation, of Zoom or Teams or the like."""
    source = source_of(text)
    values: dict[Field, list[str]] = {}
    for found in find_meeting(source, links_of(source))[0]:
        values.setdefault(found.field, []).append(
            f"{found.value}, {found.detail}" if found.detail else found.value
        )
    first = {field: texts[0] for field, texts in values.items()}
    return Meeting(
        provider=first.get(Field.PROVIDER, ""),
        meeting_id=first.get(Field.MEETING_ID, ""),
        join_address=first.get(Field.JOIN_ADDRESS, ""),
        passcode=first.get(Field.PASSCODE, ""),
        dial_in=", ".join(values.get(Field.DIAL_IN, ())),
    )


def find_meeting(source: Source, links: list[Link]) -> tuple[list[Found], list[Doubt]]:
    """All that is said of the meeting, and identifiers that differ."""
    joins = [(provider, link) for link in links if (provider := joined_by(link))]
    identifiers = list(_identifiers(source))
    found = [Found(Field.JOIN_ADDRESS, link.address, link.start, link.end) for _, link in joins[:1]]
    found += identifiers[:1] or _identifier_of_link(joins)
    doubts = [
        Doubt(DoubtKind.MEETINGS, (found[-1].start, found[-1].end), (other.start, other.end))
        for other in [*identifiers[1:], *_identifier_of_link(joins)]
        if found and digits_of(other.value) != digits_of(found[-1].value)
    ]
    found += _provider(source, joins, identified=bool(identifiers))
    if found:
        found += _passcode(source)
        found += dial_ins(source)
    return found, doubts[:1]


def joined_by(link: Link) -> Provider | None:
    """Whose meeting an address leads into, if it does."""
    for provider, host, path in JOINING:
        if host.search(link.host):
            parts = split(link.address)
            whole = f"{link.path}#{parts.fragment}" if parts and parts.fragment else link.path
            joins = path.search(link.path) or path.search(whole)
            return provider if joins and "/register/" not in link.path else None
    return None


def digits_of(text: str) -> str:
    """Nothing but the digits."""
    return "".join(character for character in text if character.isdecimal())


def _identifiers(source: Source) -> Iterator[Found]:
    taken: set[str] = set()
    matches = [*IDENTIFIER.finditer(source.low), *BY_NAME.finditer(source.low)]
    for match in sorted(matches, key=lambda match: match.start("id")):
        start, end = match.span("id")
        before = source.low[max(source.line(match.start())[0], match.start() - 25) : match.start()]
        digits = digits_of(match["id"])
        if digits in taken or OF_TELEPHONE.search(before + match[0]) or len(digits) > LONGEST_ID:
            continue
        taken.add(digits)
        value = re.sub(r"[ \t-]+", " ", match["id"])
        yield Found(Field.MEETING_ID, value, *source.span(start, end))


def _identifier_of_link(joins: list[tuple[Provider, Link]]) -> list[Found]:
    for provider, link in joins[:1]:
        identifier = LINK_ID.match(link.path) if provider == Provider.ZOOM else None
        if provider == Provider.TEAMS:
            identifier = re.match(r"^/meet/(\d{10,16})\b", link.path)
        if provider == Provider.MEET:
            identifier = re.match(r"^/([a-z]{3}-[a-z]{4}-[a-z]{3})$", link.path)
        if identifier:
            return [Found(Field.MEETING_ID, identifier[1], link.start, link.end, Reason.LINK)]
    return []


def _provider(source: Source, joins: list[tuple[Provider, Link]], *, identified: bool) -> list[Found]:
    if joins:
        provider, link = joins[0]
        return [Found(Field.PROVIDER, provider.value, link.start, link.end)]
    named = [
        (match.start(), match.end(), provider)
        for provider, name in NAMES
        if (match := name.search(source.low))
    ]
    for start, end, provider in sorted(named):
        return [Found(Field.PROVIDER, provider.value, *source.span(start, end))]
    if identified and re.search(r"teams\.microsoft|\bteams\b", source.low):
        start = source.low.index("teams")
        return [Found(Field.PROVIDER, Provider.TEAMS.value, *source.span(start, start + 5))]
    return []


def _passcode(source: Source) -> list[Found]:
    for match in PASSCODE.finditer(source.low):
        start, end = match.span("code")
        while end > start and source.plain[end - 1] in ".,;:)]":
            end -= 1
        code = source.plain[start:end]
        marked = match["between"].strip() not in {"", "("}
        alone = source.low[end : end + 2].strip(" .,;)")[:1] in {"", "\n"}
        if (
            code
            and not code.startswith("http")
            and (_has_digit(code) or (marked and alone and len(code) >= SHORTEST_CODE))
        ):
            return [Found(Field.PASSCODE, code, *source.span(start, end))]
    return []


def _has_digit(text: str) -> bool:
    return any(character.isdecimal() for character in text)


def passcode_in(address: str) -> str:
    """The passcode that a join address carries, ciphered as the provider does."""
    parts = split(address)
    return parse_qs(parts.query).get("pwd", [""])[0] if parts else ""
