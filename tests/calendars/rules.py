"""The rules of calendar files that the programs in `readers` let pass, each with its place in a standard.

Written from the standards alone, without any code of the service. A rule yields what a file does wrong.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Rule = Callable[["Component"], Iterator[str]]
RULES: list[Rule] = []


@dataclass
class Property:
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """A calendar, or what stands in it: VEVENT, VTIMEZONE, VALARM and so on."""

    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [one.value for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        return next((one for one in self.properties if one.name == name), None)

    def parts(self, name: str) -> list["Component"]:
        return [one for one in self.components if one.name == name]

    def walk(self) -> Iterator["Component"]:
        yield self
        for component in self.components:
            yield from component.walk()

    @property
    def method(self) -> str:
        return next(iter(self.values("METHOD")), "")


def parsed(file: bytes) -> Component:
    """The file as components and properties: RFC 5545 3.1."""
    open_ = [Component("")]
    for line in re.sub("\r\n[ \t]", "", file.decode()).split("\r\n")[:-1]:
        match = re.fullmatch(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:])*)*):(.*)', line, re.DOTALL)
        assert match, f"not a content line: {line!r}"
        name, parameters, value = match.groups()
        if name == "BEGIN":
            open_[-1].components.append(Component(value))
            open_.append(open_[-1].components[-1])
        elif name == "END":
            assert open_.pop().name == value, f"the end of something else: {line!r}"
        else:
            found = re.findall(r';([A-Z0-9-]+)=((?:"[^"]*"|[^";:])*)', parameters)
            open_[-1].properties.append(Property(name, dict(found), value))
    (calendar,) = open_[0].components
    assert len(open_) == 1, "something is not ended"
    return calendar


def broken(file: bytes) -> list[str]:
    """What the file does wrong; an empty list for a good one."""
    calendar = parsed(file)
    return [*broken_lines(file), *(fault for rule in RULES for fault in rule(calendar))]


def broken_lines(file: bytes) -> Iterator[str]:
    """RFC 5545 3.1: lines of at most 75 octets, ended by CRLF, of whole characters, none a control."""
    for line in file.removesuffix(b"\r\n").split(b"\r\n"):
        if len(line) > 75:
            yield f"{len(line)} octets: {line!r}"
        try:
            text = line.decode()
        except UnicodeDecodeError:
            yield f"cut inside a character: {line!r}"
            continue
        if control := re.search("[\0-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", text):
            yield f"a control character {control[0]!r}: {text!r}"
    if not file.endswith(b"\r\n"):
        yield "the last line is not ended"


def rule(check: Rule) -> Rule:
    RULES.append(check)
    return check


@rule
def calendar_says_what_it_is(calendar: Component) -> Iterator[str]:
    """RFC 5545 3.6: VERSION and PRODID once, METHOD at most once, at least one component."""
    if calendar.name != "VCALENDAR" or calendar.values("VERSION") != ["2.0"]:
        yield "no calendar of version 2.0"
    if len(calendar.values("PRODID")) != 1 or len(calendar.values("METHOD")) > 1:
        yield "PRODID is not there once, or METHOD more than once"
    if not calendar.components:
        yield "a calendar without components"


@rule
def every_zone_is_defined(calendar: Component) -> Iterator[str]:
    """RFC 5545 3.2.19, 3.6.5: one VTIMEZONE for each TZID, known or not. libical asks for none."""
    used = {
        one.parameters["TZID"]
        for part in calendar.walk()
        for one in part.properties
        if "TZID" in one.parameters
    }
    defined = [value for zone in calendar.parts("VTIMEZONE") for value in zone.values("TZID")]
    for zone in sorted(used - set(defined)):
        yield f"no VTIMEZONE for {zone}"
    if len(set(defined)) < len(defined):
        yield f"a zone defined twice: {defined}"


@rule
def zone_has_plain_observances(calendar: Component) -> Iterator[str]:
    """RFC 5545 3.6.5: onset and offsets in each. Of several values in an RDATE ical.js reads the first."""
    for zone in calendar.parts("VTIMEZONE"):
        if not zone.components:
            yield "a zone that observes nothing"
        for part in zone.components:
            needed = [part.values(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")]
            if part.name not in ("STANDARD", "DAYLIGHT") or any(len(values) != 1 for values in needed):
                yield f"an observance that is none: {part}"
            if part.values("RDATE") or part.values("RRULE"):
                yield "an observance that is repeated, which readers do differently"
            if part.values("COMMENT"):
                yield "a COMMENT, which libical refuses here"


@rule
def entry_ends_after_its_start(calendar: Component) -> Iterator[str]:
    """RFC 5545 3.8.2.2: DTEND is of DTSTART's kind, and later. libical never compares them."""
    for event in calendar.parts("VEVENT"):
        start, end = event.first("DTSTART"), event.first("DTEND")
        if start is None:
            yield "an entry without start"
        elif end is not None:
            if start.parameters.get("VALUE") != end.parameters.get("VALUE"):
                yield "a start and an end of two kinds"
            elif instant(end) <= instant(start):
                yield f"an entry that ends at {end.value} and starts at {start.value}"


@rule
def entry_is_identified(calendar: Component) -> Iterator[str]:
    """RFC 5545 3.6.1, 3.8.7: one UID, one DTSTAMP and LAST-MODIFIED in UTC, one SEQUENCE, one SUMMARY."""
    for event in calendar.parts("VEVENT"):
        for name in ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DTSTART"):
            if len(event.values(name)) != 1:
                yield f"{name} {len(event.values(name))} times"
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            if not all(re.fullmatch(r"\d{8}T\d{6}Z", value) for value in event.values(name)):
                yield f"{name} not in UTC"
        if len(event.parts("VALARM")) > 1:
            yield "more than one alarm"


@rule
def text_is_escaped(calendar: Component) -> Iterator[str]:
    """RFC 5545 3.3.11: no bare semicolon, comma or backslash in a TEXT. Most programs take a semicolon."""
    for event in calendar.parts("VEVENT"):
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            for value in event.values(name):
                if not re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value):
                    yield f"not escaped: {value}"


@rule
def published_names_nobody(calendar: Component) -> Iterator[str]:
    """RFC 5546 3.2.1: no ATTENDEE in what is published. And no entry twice."""
    if calendar.method not in ("", "PUBLISH"):
        return
    for event in calendar.parts("VEVENT"):
        if event.values("ATTENDEE") or event.values("ORGANIZER"):
            yield "somebody's address in what is published"
    uids = [value for event in calendar.parts("VEVENT") for value in event.values("UID")]
    if len(set(uids)) < len(uids):
        yield f"an entry twice: {uids}"


@rule
def message_is_about_one_entry_and_person(calendar: Component) -> Iterator[str]:
    """RFC 5546 3.2.2, 3.2.5: one UID, one ORGANIZER; for privacy one ATTENDEE. libical takes two UIDs."""
    if not calendar.method:
        return
    events = calendar.parts("VEVENT")
    if len({value for event in events for value in event.values("UID")}) != 1 or len(events) != 1:
        yield "a message about more than one entry, or about none"
    for event in events:
        for name in ("ORGANIZER", "ATTENDEE"):
            if len(event.values(name)) != 1:
                yield f"{name} {len(event.values(name))} times"


@rule
def address_is_a_mailbox(calendar: Component) -> Iterator[str]:
    """RFC 6047 2.3, RFC 6068 2: mailto:, in ASCII, of one address. libical takes anything for an address."""
    for event in calendar.parts("VEVENT"):
        for value in (*event.values("ORGANIZER"), *event.values("ATTENDEE")):
            if not re.fullmatch(r"mailto:[!-~]+@[!-~]+", value) or "?" in value:
                yield f"no mailbox: {value}"


@rule
def request_can_be_answered(calendar: Component) -> Iterator[str]:
    """RFC 5546 3.2.2, RFC 5545 3.2.12, 3.2.17: who has said yes is not asked, and the other way round."""
    if calendar.method != "REQUEST":
        return
    for event in calendar.parts("VEVENT"):
        for attendee in (one for one in event.properties if one.name == "ATTENDEE"):
            said = (attendee.parameters.get("PARTSTAT"), attendee.parameters.get("RSVP"))
            if said not in {("ACCEPTED", "FALSE"), ("NEEDS-ACTION", "TRUE")}:
                yield f"an attendee who is {said}"
        if event.values("STATUS") not in (["CONFIRMED"], ["TENTATIVE"]):
            yield f"a request for what is {event.values('STATUS')}"


@rule
def cancel_is_quiet(calendar: Component) -> Iterator[str]:
    """RFC 5546 3.2.5: no VALARM, no way to join, STATUS absent or CANCELLED. libical takes an alarm."""
    if calendar.method != "CANCEL":
        return
    for event in calendar.parts("VEVENT"):
        if event.parts("VALARM") or event.values("CONFERENCE"):
            yield "an alarm or a way to join in what is cancelled"
        if event.values("STATUS") not in ([], ["CANCELLED"]):
            yield f"cancelled, and {event.values('STATUS')}"


@rule
def conference_is_an_address(calendar: Component) -> Iterator[str]:
    """RFC 7986 5.11: VALUE=URI said, FEATURE an unquoted list."""
    for event in calendar.parts("VEVENT"):
        for conference in (one for one in event.properties if one.name == "CONFERENCE"):
            if conference.parameters.get("VALUE") != "URI" or '"' in conference.parameters.get("FEATURE", ""):
                yield f"a conference that programs do not read: {conference}"


def instant(moment: Property) -> datetime:
    """The instant of a DATE-TIME, by the zone's name; of a DATE its midnight in UTC."""
    value = moment.value
    if moment.parameters.get("VALUE") == "DATE":
        return datetime.strptime(f"{value}+0000", "%Y%m%d%z")
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%S%z")
    zone = ZoneInfo(moment.parameters["TZID"])
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
