"""The words around titles, and those that are none, in four languages."""

import re

QUOTED = re.compile(
    r"«(?P<a>[^»\n]{6,220}(?:\n[^»\n]{2,200})?)»|"
    r"[“„](?P<b>[^”“\"\n]{6,220}(?:\n[^”“\"\n]{2,200})?)[”“\"]|"
    r"(?<!\w)\"(?P<c>[^\"\n]{6,220}(?:\n[^\"\n]{2,200})?)\""
)
ABOUT = re.compile(
    r"(?:на тему|по теме|под названием|тема|тақырыбы|тақырып|атты|zum thema|unter dem (?:titel|"
    r"motto|thema)|mit dem titel|titel|on the (?:topic|theme|subject)(?: of)?|entitled|titled|"
    r"called|topic|theme)[ :–-]{0,3}\n?$"
)
ABOUT_AFTER = re.compile(r"^[ \n]?(?:тақырыб|атты|деген|тақырыпт|туралы)")
GENERIC = re.compile(
    r"^\W*(?:анонс|приглашение|приглашаем|объявление|внимание|хабарландыру|шақыру|"
    r"назар аударыңыз\w*|құрметті|invitation|announcement|save the date|einladung|ankündigung|"
    r"veranstaltungshinweis|press release|пресс-релиз|баспасөз|news|новости|жаңалықтар|"
    r"upcoming events?|event|events|мероприятие|veranstaltung|für immediate|dear|уважаемы|дорогие|"
    r"sehr geehrte|liebe|hello|hi|hallo|guten tag|здравствуйте|добрый день|сәлеметсіз|салам|"
    r"құрметпен|fwd?|termine|veranstaltungen|утвержд\w+|приказ\w*|программа|программасы|"
    r"бағдарлама|programm|programme|бекітемін|бекітілді|von|from|to|subject|от кого|кому|gesendet|"
    r"sent|home|menu|меню|главная|startseite|reminder|напоминание|erinnerung|еске сал\w*|"
    r"important|важно|маңызды)"
    r"(?:[^\w]|\s|$)"
)
GREETING = re.compile(
    r"^\W*(?:dear|уважаем|дорог|sehr geehrt|liebe[rs]?\b|hello|hi\b|hallo|guten|здравствуй|добрый|"
    r"сәлеметсіз|құрметті|салем|сәлем|we |wir |мы |біз |herzlich|hiermit|join us|come )"
)
INVITES_TO = re.compile(
    r"(?:invit\w* (?:you |all |everyone |everybody |students[a-z ]*|"
    r"interested [a-z ]{2,30})?(?:cordially |warmly )?to (?:attend |join |participate in |"
    r"take part in |the |our |an? )*|приглаша\w+ (?:вас |вас всех |"
    r"всех [а-я ]{0,40}?)?(?:принять участие |к участию )?(?:на|в) (?:наш\w* |участие )?|"
    r"lad\w*(?: [^.\n]{0,80}?)? (?:zu|zum|zur) (?:einem |einer |unserem |unserer |der |dem )?|"
    r"will (?:hold|host) (?:an? |the |its )?|(?:hosts|holds|organi[sz]es?) (?:an? |the |its )?|"
    r"провод\w+ |проведет |состоится |пройдет )"
)
CLAUSE_END = re.compile(
    r"[.!?;](?:\s|$)|\n\n|,? (?:which|that will|that takes|der am|die am|das am|которы[йе]|"
    r"который|am \d|on \d|am (?:\w+tag|mittwoch)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"taking place|to be held| ein\b)|, (?:chaired|led by|под предсе|unter|moder|am|on|der|die|"
    r"das|kotor|котор|which|who|where|в которо)\b| ein[.!]? | (?:um|at|в|сағат) \d|"
    r" \d{1,2}(?:[ .-])(?:\w+ )?(?:20\d\d)"
)
WAY = re.compile(
    r" (?:- |\||\()\(?(?:online|on-line|онлайн|hybrid|гибрид|via zoom|auf zoom|zoom\b|офлайн|live)[^.]{0,45}$"
)
INVITING = re.compile(
    r"\binvites?\b|invite you|приглаша|\blädt\b|\bladen\b|veranstalte[nt]\b|провод[ия]т|өткізеді|шақыра"
)
LEADING = re.compile(
    r"^(?:(?:invitation|welcome) to (?:the |a |an |our )?|приглашение на |einladung zu(?:m|"
    r"r)? (?:einem |einer )?)"
)
INNER_END = re.compile(r"[^\W\d_]{4}[.!?] [^\W\d_a-zа-я]")  # two sentences on a line
HELD = re.compile(
    r" (?:will be (?:held|hosted)|takes? place|is (?:being )?held|состоится|состоятся|пройдет|"
    r"проходит|findet|өтеді|өткізіледі|өткізеді|ұйымдастырады|болады)\b"
)
CYRILLIC_I = re.compile(r"[әғқңөұүі]")
NO_HEADING = re.compile(r"^\W*\+\+\+|^[^\w]{4}|http|@|^\W*(?:\d{1,2}[.)] |[-•] |\+?\d[\d ()-]{8,})")
