"""The words by which organisations and those who invite are known, in four languages."""

import re

ORGANISATION = re.compile(
    r"universit|университет|institut|институт|academy|akademie|академи|stiftung|foundation|fund\b|"
    r"фонд|\bқор(?:ы|мен|ының)?\b|association|ассоциаци|assembly|assemblee|versammlung|ассамбле|ministr|"
    r"министр|министер|verein\b|verband|bund\b|vereinigung|gesellschaft|society|общество|қоғам|"
    r"council|совет|кеңес|rat\b|amt\b|committee|komitee|комитет|agency|agentur|агентств|агентті|"
    r"cent(?:er|re)|"
    r"zentrum|центр|орталы|club|клуб|клуб|school|schule|школ|мектеб|\bwing\b|крыло|қанат|"
    r"department|кафедр|факультет|faculty|fakultät"
    r"|akimat|акимат|әкімді|embassy|botschaft|посольств|елшіл|consulate|konsulat|консульств|union|"
    r"союз|одағ|одақ|network|netzwerk|сеть|желі|organi[sz]ation|организаци|ұйым|federation|"
    r"федераци|library|bibliothek|библиотек|кітапхан|house of|haus der|дом дружбы|достық үйі|"
    r"company|компани|gmbh|llp|тоо|жшс|\bоо\b|\bқб\b|museum|музе|мұражай|theat|театр|daad|unesco|"
    r"\bun\b|оон|бұұ|undp|проон|usaid|\beu\b|ngo|нпо|үеұ|кафедрас|мекеме|басқармас|управлени|"
    r"департамент|bank|банк|hub\b|хаб\b|chamber|kammer|палат|палата|forum|инициатив|initiative|проект|"
    r"centre|project|office|büro|бюро|редакци|media|медиа|group|группа|team|alliance|альянс|lab\b|"
    r"лаборатори|коллед|college|лицей|gymnasium|parlament|парламент|мәжіліс|мажилис|\bотдел\b|"
    r"отделени|verwaltung|alumni|beauftragte|commission|комисси|komission|kommission|алқа|бірлестігі|"
    r"объединени|кафедра|ministeri|мұрағат|архив|archiv|филармони|philharmon|representation|"
    r"clinic|klinik|assoziation|stelle\b|конгресс|конгресі|congress|кеңесі|клиник|галере|galer|"
    r"werk\b|"
    r"редколлеги|редакция|издательств|publish|verlag|миссия|mission|представительств|кеңсе|hochschule"
)
ACRONYM = re.compile(r"^[A-ZА-ЯӘҒҚҢӨҰҮІ](?:[a-zа-я]{0,2}[A-ZА-ЯӘҒҚҢӨҰҮІ0-9-]){1,9}$")
QUOTED = re.compile(r"[«\"“„][^»\"”“]{2,80}[»\"”“]")
INVITING = {
    "en": re.compile(
        r"(?P<verb> (?:(?:cordially |warmly |jointly |kindly |together |are pleased to |"
        r"is pleased to |are delighted to |is delighted to |to |have the (?:honou?r|"
        r"pleasure) (?:to|of) |has the (?:honou?r|pleasure) (?:to|"
        r"of) |would like to |will |is |are )?){1}(?:invites?|inviting|organi[sz](?:e|es|ing)|hosts?|"
        r"hosting|hold|holds|holding|announces?(?! that)|presents?|welcomes?|conducts?|"
        r"launch(?:es)?)\b)"
    ),
    "ru": re.compile(
        r"(?P<verb>(?: (?:сердечно|совместно|с радостью|имеет честь|имеют честь|рады|рад|рада|будут|"
        r"будет|настоящим|любезно))? (?:приглаша[ею]т|пригласить|провод[ия]т|проведет|проведут|организу[ею]т|"
        r"объявля[ею]т|анонсиру[ею]т|проводить|(?:сообща[ею]т|информиру[ею]т|"
        r"извеща[ею]т)(?=,? (?:о |об |что )|"
        r" вас)))"
    ),
    "de": re.compile(
        r"(?P<verb> (?:lädt|laden|bietet|bieten|veranstaltet(?! vo[nm] (?!\d))|veranstalten|"
        r"organisiert(?! vo[nm] (?!\d))|organisieren|"
        r"richtet|richten|beehrt sich|beehren sich|freut sich|freuen sich|"
        r"präsentiert|präsentieren)\b)"
    ),
}
TITLED = re.compile(r"[«\"“„][^»\"”]{3,200}[»\"”] атты\b")  # a title, and not its host
JOINTLY = re.compile(
    r"(?:(?:veranstalter(?:in)?|organi[sz]ers?|hosts?|организатор\w*|gastgeber)(?: (?:de[rs]|"
    r"of the|of this) (?:[^.;:\n!?„«]|[„«][^“»\n]{2,90}[“»]){2,90}?)? ?"
    r"(?:ist|sind|is|are|-|является|являются|выступает|выступают|will be)|together with|jointly with|"
    r"in (?:cooperation|collaboration|partnership) with|with the support of|совместно с(?:о)?|"
    r"при поддержке|в сотрудничестве с|в партнерстве с|gemeinsam mit|zusammen mit|"
    r"in (?:zusammenarbeit|kooperation) mit|mit unterstützung|organi[sz]ed by|hosted by|"
    r"organi[sz]ed jointly by|on behalf of|im namen(?: der| des| von)?|от имени|"
    r"(?:convened|initiated|run|presented) by|(?:eine )?veranstaltung (?:der|des|von)|"
    r"supported by|gefördert v(?:on|om)|unterstützt v(?:on|om)|(?:eine )?kooperation (?:von|"
    r"zwischen|der|des)|"
    r"(?:a )?(?:cooperation|collaboration) (?:of|between)|joint (?:event|initiative|"
    r"project) (?:of|by)|gemeinsame veranstaltung (?:von|der|des)|"
    r"совместное мероприятие|проводится|организуется|wird v(?:om|on der|on dem|on)|"
    r"werden v(?:om|on der|on dem|on)|veranstaltet v(?:on|om)(?: der| dem)?|организован\w* |"
    r"организаторами выступают|организатором выступает|"
    r"организует|проводит|проводят|held by|ұйымдастырушы(?:лар)?(?:сы|ы)? ?-) "
    r"(?P<names>(?:(?<=\bг)\.|(?<=\bим)\.|(?<=\b[^\W\d_])\.|[^.;\n!?:]){3,220})"  # "им.", "e. V."
)
INFLECTING = re.compile(
    r"^(?:совместно|при поддержке|в сотр|в партн|организован|от имени|проводится|организуется)"
)
PARTS = re.compile(
    r",? (?:und v(?:on|om)|and by|and|und|и|және|мен|пен|бен|&|sowie|as well as|а также|"
    r"with (?:the )?(?:financial |kind )?support (?:of|from)|together with|jointly with|"
    r"in (?:cooperation|partnership|collaboration) with|совместно с(?:о)?|gemeinsam mit|"
    r"zusammen mit|in (?:zusammenarbeit|kooperation) mit|при поддержке|with the support of|"
    r"mit unterstützung (?:der|des|von)|in partnership with|в партнерстве с(?:о)?|"
    r"в сотрудничестве с(?:о)?|при участии|"
    r"бірлесіп) (?:the |der |die |das |"
    r"dem )?|[;\n]+|, (?:the )?| \+ | / | x | \| "
)
LEAD = re.compile(
    r"^(?:[^\n]{0,80} (?:that|dass|что) |\S+(?:ны|ні|ды|ді|ты|ті) (?=[«А-ЯӘҒҚҢӨҰҮІ])|"
    r"(?:dear (?:colleagues|friends|all|guests|students|sir|madam)[^,!]{0,30}[,!]|"
    r"уважаемые [^,!]{2,40}[,!]|құрметті [^,!]{2,40}[,!]|sehr geehrte[^,!]{2,60}[,!]|"
    r"liebe [^,!]{2,40}[,!]|дорогие [^,!]{2,30}[,!])\s*|(?:on|am|at|um|in|im|zum|zur|12|"
    r"\d{1,2}\.?) [^,]{0,50}?(?= the | die | der | das )|the |die |der |das ){1,4}",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"^(?:we|wir|мы|біз|i|you|sie|they|it|this|das|es|who|which|этот|это|он|она|вас|hiermit|"
    r"herzlich|to|and|и|here|there|what)$"
)
AFTER_WITH = re.compile(r"(?:совместно с|совместно со|при поддержке|партнерстве с|сотрудничестве с) $")
ARTICLE = re.compile(r"(?:the|der|die|das|dem|den|with|mit|c|с|со|при|and|и) ")
GENITIVE = re.compile(r"(?:ның|нің|дың|дің|тың|тің|[мпб]ен)$")  # of, and with

# A sentence that goes on: "On behalf of the Institute, it is my pleasure to invite you".
BESIDE_SUBJECT = re.compile(
    r",? (?:it is|it gives|i am|i have|we are|we have|we|i|möchte ich|freue ich|имею|имеем)\b.{0,60}$"
)
# Behind the names in a sentence that says who does it together with whom.
BEHIND_NAMES = re.compile(
    r" (?:invit|пригла|провод|организ|laden|lädt|veranst|ausgerichtet|durchgeführt|getragen|will |is |are |"
    r"holds?|состоит|проход|пройд|findet|ein\b|on (?=\d|the \d|mon|tue|wed|thu|fri|sat|sun)|"
    r"at the |am |in (?:almaty|astana|der|den) |hosts?|в рамках|"
    r"на тему|на базе|в (?:г\.|город|зале|здании)|zum thema|zu einem|zu einer|zum|zur|herzlich|сіздерді|"
    r"it is|i am|to invite|darf ich|möchte)"
)
# Between these each is a host of its own, whatever it is called.
STRONG = re.compile(r"(?:with|mit|с|со|поддержке|участии|бірлесіп|support of) (?:the |der |dem |des )?$")
# An office or a branch set beside the name of the whole: "the Foundation, Office Kazakhstan, and ..."
APPOSITION = re.compile(
    r"^(?:(?:auslands|regional|landes|länder)?büro|(?:country |regional )?office|branch|"
    r"vertretung|außenstelle|"
    r"филиал|представительство|региональное бюро|өкілдігі|филиалы)\b"
)
RELATIVE = re.compile(  # zu dem die Gesellschaft gemeinsam mit der Universität einlädt
    r",\s(?:den|die|das|zu dem|zu der)\s(?P<names>(?:die|der|"
    r"das)\s[^.;\n!?:]{3,160}?)\s(?:ausrichtet|ausrichten|veranstaltet|"
    r"veranstalten|organisiert|organisieren|durchführt|durchführen|anbietet|anbieten|einlädt|einladen)\b"
)
# Those who write for the hosts, and papers that are named after them, are none.
NO_HOST = re.compile(
    r"organisationsteam|оргкомитет|organi[sz]ing (?:team|committee)|ұйымдастыру комитет|"
    r"^(?:students of|студенты|studierende der|newsletter|mitteilung|"
    r"pressedienst|новости|вестник|пресс-служба|programm|program|программа)"
)
