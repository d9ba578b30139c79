"""The words by which streets, rooms and buildings are known in four languages."""

import re

STREET = re.compile(
    r"(?<![a-zа-яәғқңөұүі])(?:"
    r"(?:ул\.|улица|улице|пр\.|пр-т\.?|просп\.|проспект[еу]?|пер\.|переулок|бул\.|бульвар[е]?|"
    r"мкр\.?|микрорайон[е]?|пл\.|площад[ьи]|наб\.|шоссе|тракт) ?[^,;\n()]{2,40}(?:,?[ \n]?(?:д\.|"
    r"дом|уг\.)? ?\d{1,4} ?[а-я]?(?:/\d{1,3})?(?![\d:]))?"
    r"|(?<![\w-])\d{1,2}(?:-?ші|-?шы|-й|-)? ?(?:шағын ?аудан|ықшам ?аудан|мкр\b|микрорайон)(?:ы|"
    r"нда)?(?:, (?:үй |д\. ?|дом )?\d{1,3}[а-я]?)?(?!\w)"
    r"|(?:(?<![\w.])[^\W\d_]{1,2}\. ?)?[^,;\n():.]{2,32} (?:көшесі|к-сі|к\.|көш\.|даңғылы|"
    r"даң-лы|даң\.|алаңы|бульвары|шағын ?ауданы|"
    r"тас жолы)(?:ндағы|нда)?(?:, \d{1,3}-көше)?(?:,?[ \n]?(?:№ ?)?\d{1,4}(?:/\d{1,3})?(?![\d:]|"
    r"-көше)(?:[ -]?үй)?)?"
    r"|(?:\d{1,4}[a-z]?(?:/\d{1,3})? )?[^,;\n():.\d]{2,32} (?:street|str\.|st\.|avenue|ave\.?|boulevard|"
    r"blvd\.?|road|rd\.|lane|square|highway|embankment|quay|"
    r"drive)(?![a-z])(?:,?[ \n]?(?:no\. ?)?\d{1,4}[a-z]?(?:/\d{1,3})?(?![\da-z:]))?"
    r"|(?:street|avenue) [^,;\n():.\d]{2,25}(?:,? ?\d{1,4}[a-z]?)"
    r"|[^,;\n():.\d]{0,30}(?:straße|strasse|-?str\.|allee|platz|gasse|ufer|"
    r"chaussee|(?<=\w)(?:weg|damm|ring|markt|hof|wall|"
    r"graben)(?= \d))(?![a-zäöüß])(?:[ \n]?\d{1,4}[a-z]?(?:[-/]\d{1,3})?(?![\d:]))?"
    r"|[^\W\d][^,;\n():.\d]{1,25}(?:-prospekt|-straße)(?: ?\d{1,4}(?:/\d{1,3})?)?"
    r")"
)
ROOM = re.compile(
    r"(?<![a-zа-яәғқңөұүі])(?:"
    r"(?:room|auditorium|aud\.|lecture hall|conference (?:room|hall)|meeting room|assembly hall|"
    r"courtroom(?: [a-z])?(?![a-z])|studio|raum|saal|hörsaal|seminarraum|konferenz(?:saal|raum)|"
    r"großer saal|аудитори[яи]|ауд\.|"
    r"каб\.|кабинете?|конференц-?зал[е]?|(?:актов\w+|больш\w+|мал\w+) зал[е]?|зал[е]?|"
    r"лекционн\w+ зал[е]?|читальн\w+ зал[е]?|студи[яи])"
    r"(?: ?(?:№ ?|no\. ?|nr\. ?)?(?:[a-zа-я]{0,2}[.-]?\d[\d.]{0,5}[a-zа-я]?|"
    r"[«\"“„][^»\"”“\n]{2,40}[»\"”“])(?![\d:])(?! (?:мест|чел|seats|places|people|plätze|pers|"
    r"орын|адам|guests|гост|участ)))?(?![a-zа-яәғқңөұүі])"
    r"|\d{1,4}[- ]?(?:-?(?:шы|ші|й|я))? ?(?:бөлме|аудитория|дәрісхана|каб\.|кабинет|ауд\.)(?:де|да|сы|сында)?"
    r"|(?:акт|конференц|мәжіліс|жиын|оқырман|кіші|үлкен|оқу|конференция|жиналыс) ?-?зал(?:ы|ында|"
    r"да)?(?:,? ?\d{1,4}(?![\d:]))?"
    r"|(?:\d{1,2}(?:st|nd|rd|th|-?(?:й|ый|ші|шы))?[.-]? ?(?:floor|этаж|қабат|stock|etage|"
    r"obergeschoss))(?:та|те)?"
    r"|(?:grand|great|main|small|large|big|blue|green|red|white|assembly|conference|concert|"
    r"reading|lecture|press|exhibition|congress|council) (?:hall|room|auditorium|"
    r"chamber)(?: (?:no\. ?|№ ?)?\d{1,4}[a-z]?(?![\d:])| [«\"“„][^»\"”“\n]{2,40}[»\"”“])?"
    r"|(?:kleine[rs]?|große[rs]?|alte[rs]?|neue[rs]?|grüne[rs]?|blaue[rs]?) (?:saal|auditorium|hörsaal|aula)"
    r"|(?:aula|audimax|plenarsaal|festsaal|lesesaal|sitzungssaal|konferenzsaal)(?! der)"
    r")"
)
SQUARE = re.compile(r"square|platz|площад|алаңы")  # places by themselves, without a number
BUILDING = (
    r"promenade|набережн\w+|жағалау\w*|embankment|hochschule|café|cafe\b|(?:анти)?кафе\b|"
    r"foyers?|theaters|кофейн\w+|restaurant|ресторан\w*|мейрамхана\w*|kirche|мечет\w+|мешіт\w*|"
    r"собор\w*|cathedral|cinema|kino|кинотеатр\w*|"
    r"gallery|galerie|галере\w+|(?:handels|handwerks|anwalts)kammer|филармони\w+|philharmon\w+|"
    r"ғимарат\w*|pavilion|павильон\w*|"
    r"botanical garden|botanische[rn]? garten|ботаническ\w+ сад\w*|ботаника бағы\w*|plaza|плаза|"
    r"lyceum|лице[йея]\w*|"
    r"college|колледж\w*|гимнази\w+|sanatorium|санатори\w+|резиденци\w+|residence|"
    r"консерватори\w+|conservatory|"
    r"university|universität|университет\w*|institute?|институт\w*|academy|akademie|академи\w+|"
    r"library|bibliothek|библиотек\w+|кітапхана\w*|house of friendship|haus der freundschaft|"
    r"дом\w* дружбы|достық үйі\w*|hotel|отел[ьея]\w*|гостиниц\w+|қонақ ?үй\w*|palace|palast|"
    r"двор(?:ец|це)\w*|сарай(?:ы|ында)"
    r"|cent(?:er|re)|zentrum|центр\w*|орталы(?:қ|ғы)\w*|theat(?:er|re)|театр\w*|museum|музе\w+|"
    r"мұражай\w*|stadium|stadion|стадион\w*|goethe-institut|campus|кампус\w*|school|schule|"
    r"школ[аеы]|мектеб\w*|stadthalle|rathaus|акимат\w*|әкімдік\w*|konsulat|consulate|botschaft|"
    r"embassy|посольств\w+|консульств\w+|park\b|парк[е]?\b|саябағы\w*|arena|арена|church|hall|"
    r"halle|square"
    r"|technopark|технопарк\w*|hub\b|хаб\b|коворкинг\w*|business cent\w+|бизнес-центр\w*|"
    r"конгресс-?\w*|expo|экспо|rixos|hilton|marriott|үйі\w*|square|platz|площад[ьи]\w{0,2}|"
    r"алаңы\w*|корпус\w*|gebäude|building|haus\b"
)
NAMED_PLACE = re.compile(
    rf"(?<![a-zа-яäöüәғқңөұүі])(?:at|in|im|in der|in den|in die|ins|an der|am|auf dem|в|во|на базе|"
    rf"на|на территории|станет|\w{{0,15}}ort ist(?: die| das| der)?|venue is) (?:the |der |dem |"
    rf"здании |зале |помещении |gebäude der |"
    rf"premises of (?:the )?|räume?n? (?:der|des) |räumlichkeiten (?:der|des) )?"
    rf"(?P<name>(?:[^\s,;.()]{{1,30}} |(?:[^\W\d_]\. ?){{1,2}}"
    rf"){{0,6}}[^\s,;.()]{{0,30}}?(?:{BUILDING})(?![a-zа-яәғқңөұүі])(?: (?:of|der|des|für|имени|"
    rf"им\.)(?: (?!(?:in|am|um|statt|on|at|and|von|from|"
    rf"ein|в|во|на|с|и|по|до|состо\w+|пройд\w+|проход\w+|провод\w+|будет|"
    rf"откро\w+)\b)(?:(?:[^\W\d_]\. ?){{1,2}})?[^\s,;.()]{{2,24}}){{1,4}}"
    rf"(?: and (?!online|via|on |by )[^\s,;.()]{{3,20}}(?= ?[(,.]))?)?(?: [а-я]{{4,20}}(?:и|ы|а|я|ов|"
    rf"ей)(?=[.,;)\n]))?(?: [«\"“„][^»\"”“\n]{{2,50}}[»\"”“])?)"
)
KAZAKH_PLACE = re.compile(
    r"(?<!\S)(?P<name>(?:[^\s,;.()]{1,30} |"
    r"(?:[^\W\d_]\. ?){1,2}){0,6}(?:[^\s,;.()]{0,14}(?:мектебінде|гимназия(?:сын)?да|"
    r"лицей(?:ін)?де|колледж(?:ін)?де)|филармониясында|әкімдігінде|алаңында|алаңда|кафесінде|"
    r"галереясында|университетінде|кітапхана(?:сында|да)|"
    r"достық үйінде|сарайында|орталығында|қонақ ?үйінде|театрында|мұражайында|академиясында|"
    r"институтында|стадионында|мектебінде|саябағында|ғимаратында|кампусында))(?! (?:ұйымдаст|"
    r"бірлес|өткіз))"
)
PLACED = re.compile(rf"(?<![a-zа-яәғқңөұүі])(?:{BUILDING})(?![a-zа-яәғқңөұүі])")
CUT = re.compile(
    r"[,;\n|()·•]| - |(?<!\d)(?<!\b[^\W\d_])(?<!\bим)\. (?=[^\W\d])| (?:and|und|и|және|sowie|or|"
    r"oder|или)(?= (?:online|"
    r"on-line|онлайн|on |via|per|über|zoom|в zoom|livestream|webex))"
)
ABOUT = re.compile(
    r"площадк|ort ist|gather|assembl|convene|discuss|debat|accommodat|conven|treff|diskut|"
    r"sprech|соберут|обсуд|вмеща|жинал|кездес|талқыл|сыяды|"
    r"take|held|invit|состо|пройд|провод|пригла|өтеді|өткіз|шақыр|findet|stat|lad|lädt|venue|come|"
    r"ждем|meet|start|болады|bring|собира|ұйымдастыр|\bhosts?\b"
)
NOT_A_NAME = re.compile(
    r"http|www\.|@|\bzoom\b|online|онлайн|^(?:will be|to be|tbd|tba|уточня|будет|wird|хабарланады|"
    r"кейін)|live|эфир|link|ссылк|сілтеме|\d{3}[ -]\d{4}|webex|\bteams\b|google meet|"
    r"bigbluebutton|jitsi"
)
POSTAL = re.compile(r"^\d{5,6}(?: |$)|^(?:kz-?)?\d{6}$|^индекс")
COUNTRY = re.compile(
    r"^(?:the )?(?:republic of )?(?:kazakhstan|республика казахстан|казахстан|рк|"
    r"қазақстан(?: республикасы)?|қр|kasachstan|germany|deutschland|германия)\.?$"
)
BARE_ROOM = re.compile(r"(?:зал[е]?|hall|room|raum|saal|auditorium|studio|студи[яи]|аудитори[яи])")
LOCATIVE = re.compile(r"(?:нда|нде|да|де|та|те)$")
INFLECTED = re.compile(r"(?:\bв|\bво|\bна|на базе)(?: здании| зале| помещении)?[ \n]$")
INNER = re.compile(r"[ \n](?:в|во|на|in|at|im|in der|in die)[ \n]")
ROOM_OF = re.compile(rf"(?P<room>{ROOM.pattern})[ \n](?:of|in|at|der|des|im|in der)[ \n](?:the )?")
INTO = re.compile(r"\b(?:in|im|in the|in der|in die|ins|at the|в|во) $")
ROOM_IN = re.compile(  # в актовом зале КНУ; the building's name is made of capitals alone
    rf"\b(?:[Вв]|[Вв]о|[Ii]m|[Ii]n(?: the| der| die)?) (?P<room>{ROOM.pattern}) (?:(?:of|at|der|"
    rf"des) (?:the )?)?"
    r"(?P<name>[A-ZА-ЯӘҒҚҢӨҰҮІ]{2,8})(?!\w)"
)
KAZAKH_ROOM_IN = re.compile(  # Ұлттық кітапхананың оқу залында
    rf"(?<!\S)(?P<name>(?:[^\s,;.()]{{1,30}} ){{0,5}}(?:университетінің|кітапханасының|"
    rf"кітапхананың|орталығының|академиясының|"
    rf"институтының|мектебінің|сарайының|музейінің|мұражайының|театрының|үйінің|әкімдігінің|"
    rf"филармониясының)) "
    rf"(?P<room>{ROOM.pattern})(?!\w)"
)
OF_OFFICE = re.compile(  # an address to write to
    r"оргкомитет|организационн\w+ комитет|ұйымдастыру комитет|organi[sz]ing committee|"
    r"tagungsbüro|postan|юридическ|"
    r"почтов|заявк|предложени|направля|присыла|\bsend\b|submit|einreich|schicken|ұсыныс|жібер|"
    r"pick|выдач|abhol"
)
IN_BRACKETS = re.compile(r"\((?P<place>[^()\n]{5,120})\)")
