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
    r"sent|bis bald|(?:viele|beste|herzliche|liebe) grüße|mit (?:freundlichen|besten|"
    r"herzlichen)|best (?:regards|wishes)|kind regards|"
    r"yours|sincerely|с уважением|до встречи|see you|euer|eure|ihr[e]?|pressemitteilung|"
    r"информационное письмо|ақпараттық хат|"
    r"call for (?:papers|participation)|concept note|home|menu|меню|главная|startseite|reminder|"
    r"напоминание|erinnerung|еске сал\w*|"
    r"important|важно|маңызды)"
    r"(?:[^\w]|\s|$)"
)
GREETING = re.compile(
    r"^\W*(?:коллеги|друзья|ребята|қымбатты|ардақты|hey\b|moin|servus|dear|уважаем|дорог|"
    r"sehr geehrt|liebe[rs]?\b|hello|hi\b|hallo|guten|здравствуй|добрый|"
    r"сәлеметсіз|құрметті|салем|сәлем|we |wir |мы |біз |herzlich|hiermit|join us|come )"
)
INVITES_TO = re.compile(
    r"(?:invit\w+ [^.\n]{3,60}? to (?:an? |the |our |its )|invit\w* (?:you |all |everyone |"
    r"everybody |students[a-z ]*|"
    r"interested [a-z ]{2,30})?(?:cordially |warmly )?to (?:attend |join |participate in |"
    r"take part in |the |our |an? )*|приглаша\w+ (?:вас |вас всех |"
    r"всех [а-я ]{0,40}?|(?:[а-я]{3,20} ){1,3}?)?(?:принять участие |к участию )?(?:на|"
    r"в) (?:наш\w* |участие )?|"
    r"zu[mr]? (?:diesjährigen |unsere[mr] |nächsten |traditionellen )+|"
    r"lad\w*(?: [^.\n]{0,80}?)? (?:zu|zum|zur) (?:einem |einer |unserem |unserer |der |dem )?|"
    r"will (?:hold|host) (?:an? |the |its )?|(?:hosts|holds|organi[sz]es?|organi[sz]ing|hosting|"
    r"holding) (?:an? |the |its )?|"
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
    r"\bpresents?:?$|представля[ею]т:?$|можно |транслир|ретрансл|просим|просьба|принимаются|"
    r"\bplease\b|\bbitte\b|сұраймыз|өтінеміз|\binvites?\b|invite you|приглаша|\blädt\b|"
    r"\bladen\b|veranstalte[nt]\b|провод[ия]т|өткізеді|шақыра"
)
LEADING = re.compile(
    r"^(?:(?:(?:reminder|erinnerung|напоминание|еске салу|fwd?|re|aw|wg|invitation|einladung|"
    r"приглашение|шақыру|"
    r"анонс|save the date|ausschreibung|(?:termin)?ankündigung|terminhinweis|announcement) ?[:!|"
    r"-] ?){1,3}|(?:invitation|welcome) to (?:the |a |an |our )?|приглашение на |"
    r"notice of (?:the )?|(?:\w+ )?hinweise zu[rm] |programm (?:de[rs]|zu[rm]) |"
    r"einladung zu(?:m|"
    r"r)? (?:einem |einer )?)"
)
INNER_END = re.compile(r"[^\W\d_]{3}[^\W\d_IVXLC][.!?] [^\W\d_a-zа-я]")  # two sentences on a line
SOON = re.compile(  # "... - this Thursday"
    r"[ ,|(–-]*(?:this|next|coming|diesen|kommenden|nächsten|в эт\w+|уже в эт\w+|осы) (?:mon|"
    r"tues|wednes|thurs|fri|satur|sun|"
    r"mitt|donners|diens|frei|sams|sonn|понед|втор|сред|четв|пятн|субб|воскр|аптада)\w*\)?$"
)
GENERAL = re.compile(  # words beside the kind that do not say which one it is
    r"\b(?:internationale?[rs]?|international|regionale?[rs]?|national\w*|wissenschaftliche?|"
    r"scientific|annual|jährliche|open|"
    r"offene?[rs]?|öffentliche?[rs]?|public|expert\w*|[а-я]{4,20}(?:ая|ый|ий|ое|ую|ой|ого)|"
    r"республикалық|халықаралық|ғылыми|"
    r"практикалық|ашық|облыстық|онлайн|online|hybrid\w*|научно|virtuelle?[rs]?)\b"
)
HELD = re.compile(
    r" (?:will be (?:held|hosted)|takes? place|is (?:being )?held|состоится|состоятся|пройдет|"
    r"проходит|возвращается|returns?\b|is back|kehrt|findet|өтеді|өткізіледі|өткізеді|ұйымдастырады|болады)\b"
)
SERIES = re.compile(r"\bseries\b|reihe\b|серия |цикл\b|сериясы")  # what it is one of
CYRILLIC_I = re.compile(r"[әғқңөұүі]")
NO_HEADING = re.compile(
    r"^\W*\d{1,2}\.\d{1,2}\.|^\W*(?:всего|вход|entry|eintritt|admission|участие|стоимость|"
    r"барлығы|қатысу|кіру)\b|^\W*(?:подключ|присоедин|join (?:zoom|the|us))|^\W*\+\+\+|"
    r"^[^\w]{4}|http|@|^\W*(?:\d{1,2}[.)] |[-•▸▹‣►] |\+?\d[\d ()-]{8,})"
)
