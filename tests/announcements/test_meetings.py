"""Invitations as Zoom, Teams and others write them, pasted whole."""

import pytest

from regapp.announcements.meetings import Meeting, read_meeting

ZOOM = "https://us02web.zoom.us/j/84684484087"
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZDk%40thread.v2/0?context=%7b%22Tid%22%7d"
WRAPPED = (
    "https://eur03.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fteams.microsoft.com%2Fl"
    "%2Fmeetup-join%2F19%253ameeting_ZDk%2540thread.v2%2F0%3Fcontext%3D%257b%2522Tid%2522%257d&data=05%7C02"
)
OF_ZOOM = Meeting("zoom", "846 8448 4087", f"{ZOOM}?pwd=WkxQdz09.1", "123456")
INVITATIONS = {
    "zoom-en": (
        f"""Aigerim is inviting you to a scheduled Zoom meeting.

Topic: Round table
Time: Nov 12, 2026 05:00 PM Almaty

Join Zoom Meeting
{ZOOM}?pwd=WkxQdz09.1

Meeting ID: 846 8448 4087
Passcode: 123456

---

One tap mobile
+13462487799,,84684484087#,,,,*123456# US (Houston)

---

Dial by your location
• +1 346 248 7799 US (Houston)
• +7 727 344 1040 Kazakhstan
• 877 853 5247 US Toll-free

Meeting ID: 846 8448 4087

Find your local number: https://us02web.zoom.us/u/kbXyz
""",
        Meeting(
            "zoom", "846 8448 4087", f"{ZOOM}?pwd=WkxQdz09.1", "123456", "+1 346-248-7799, +7 727 344 10 40"
        ),
    ),
    "zoom-ru": (
        f"""Айгерим приглашает вас на запланированную конференцию: Zoom.

Подключиться к конференции Zoom
{ZOOM}?pwd=WkxQdz09.1

Идентификатор конференции: 846 8448 4087
Код доступа: 123456
""",
        OF_ZOOM,
    ),
    "zoom-kk": (
        f"""Zoom конференциясына қосылу
{ZOOM}?pwd=WkxQdz09.1

Конференция идентификаторы: 846 8448 4087
Кіру коды: 123456
""",
        OF_ZOOM,
    ),
    "zoom-de": (
        f"""Zoom-Meeting beitreten
{ZOOM}?pwd=WkxQdz09.1

Meeting-ID: 846 8448 4087
Kenncode: 123456
""",
        OF_ZOOM,
    ),
    "teams-en": (
        f"""________________________________________________________________________________
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
Join the meeting now<{WRAPPED}>
Meeting ID: 394 123 456 789 12
Passcode: aB3dE9
________________________________
Dial in by phone
+49 69 667737777,,345678901#<tel:+4969667737777,,345678901#> Germany, Frankfurt am Main
Find a local number<https://dialin.teams.microsoft.com/abc?id=345678901>
Phone conference ID: 345 678 901#
For organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=1>
""",
        Meeting("teams", "394 123 456 789 12", TEAMS, "aB3dE9", "+49 69 667737777, ID 345 678 901#"),
    ),
    "teams-ru": (
        f"""Собрание Microsoft Teams
Присоединиться: {TEAMS}
Идентификатор собрания: 394 123 456 789 12
Секретный код: Qw12Er
Набор номера по телефону
+7 727 350 0000,,123456789# Kazakhstan, Almaty
Идентификатор телефонной конференции: 123 456 789#
""",
        Meeting("teams", "394 123 456 789 12", TEAMS, "Qw12Er", "+7 727 350 00 00, ID 123 456 789#"),
    ),
    "teams-de": (
        f"""Microsoft Teams-Besprechung
Hier klicken, um an der Besprechung teilzunehmen<{TEAMS}>
Besprechungs-ID: 345 678 901 23
Passcode: xYz123
Oder rufen Sie an (nur Audio)
+49 69 667737777,,345678901# Germany, Frankfurt am Main
Telefonkonferenz-ID: 345 678 901#
""",
        Meeting("teams", "345 678 901 23", TEAMS, "xYz123", "+49 69 667737777, ID 345 678 901#"),
    ),
    "teams-kk": (
        f"""Microsoft Teams жиналысы
Жиналысқа қосылу: {TEAMS}
Жиналыс идентификаторы: 345 678 901 23
Құпиясөз: xYz123
""",
        Meeting("teams", "345 678 901 23", TEAMS, "xYz123"),
    ),
    "webex": (
        (
            "Webex meeting number (access code): 2345 678 9012\nMeeting password: hJ3x\n"
            "https://dku.webex.com/dku/j.php?MTID=m12"
        ),
        Meeting("webex", "2345 678 9012", "https://dku.webex.com/dku/j.php?MTID=m12", "hJ3x"),
    ),
    "meet": (
        "Video call link: https://meet.google.com/abc-defg-hij",
        Meeting("meet", "abc-defg-hij", "https://meet.google.com/abc-defg-hij"),
    ),
    "jitsi": ("https://meet.jit.si/RoundTable", Meeting("jitsi", "", "https://meet.jit.si/RoundTable")),
    "bigbluebutton": (
        "https://bbb.uni.example.de/b/abc-def-ghi Zugangscode: 112233",
        Meeting("bigbluebutton", "", "https://bbb.uni.example.de/b/abc-def-ghi", "112233"),
    ),
}


@pytest.mark.parametrize("name", INVITATIONS)
def test_it_reads_an_invitation(name: str):
    text, wanted = INVITATIONS[name]
    assert read_meeting(text) == wanted


def test_a_number_of_a_telephone_is_no_meeting():
    assert read_meeting("Call +7 777 397 11 27 for the ID of the room.") == Meeting()


def test_a_page_to_register_at_is_no_address_to_join():
    found = read_meeting("Zoom: https://zoom.us/meeting/register/tJ0pd-abc")
    assert (found.provider, found.join_address) == ("zoom", "")


def test_a_password_that_will_be_sent_is_none():
    assert read_meeting(f"{ZOOM} Password: will be sent by mail").passcode == ""


def test_a_link_wrapped_twice_is_unwrapped():
    twice = f"https://www.google.com/url?q={ZOOM.replace(':', '%3A').replace('/', '%2F')}&sa=D"
    assert read_meeting(twice).join_address == ZOOM
