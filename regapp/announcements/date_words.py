"""The words beside a date that say what happens on it, in four languages."""

import re

from regapp.announcements.calendar_words import WEEKDAYS

ANY_WEEKDAY = "|".join(words for _, words in WEEKDAYS)
REGISTERING = re.compile(
    r"regist|rsvp|bescheid|\bmeldung(?:en)?\b|bestätig|\breply\b|спис\w+ участник|об участии|"
    r"(?:ваше|свое) участи|хабарла(?:с|уы|ңыз)|для получения ссылк|письмо на|напишите|"
    r"attendance|tickets?\b|reserv|брониров|заполнит|анкет|fill (?:in|out)|ausfüllen|толтыр|"
    r"nominations?\b|\benter\b|"
    r"u\. ?a\. ?w\. ?g|want a (?:spot|seat|place)|let .{2,20} know|a line\b|sign[ -]?up|sign up|"
    r"apply|applications?\b|enrol|confirm\b|let us know|регистр|"
    r"заявк|заявок|записа|запись\b|запись на|подтверж?д"
    r"|anmeld|\bmeld\w+ (?:sie|euch|dich|sich)|bewerb|rückmeld|zusage|einschreib|қатысу үшін|"
    r"для участия|to (?:attend|participate|take part)|zur teilnahme|тірке|өтінім|"
    r"өтініш|растау|жазыл"
)
OF_PAPERS = re.compile(
    r"beitragsvorschl|vorschläge|proposals?\b|(?:beitrag|vortrag) halten|баяндама\w* (?:жібер|"
    r"қабылда|тақырып|"
    r"мәтін)|тақырыптарын|abstract|текст\w* (?:доклад|стат|выступл)|(?:предложени|"
    r"замечани)[яей]\w* |ұсыныс|einreichung|paper|manuscript|тезис|стат(?:ей|ьи|ья)|доклад(?:ов|"
    r"ы)? (?:прин|напр|отпр|посл)|"
    r"темы докладов|оплат|payment|fee|refund|early bird|beitr[aä]ge? (?:einr|send)|zahlung|exposé|"
    r"мақала|төле"
    r"|certificat|сертификат|zertifikat|сертификат|recording|запис[ьи] (?:веб|трансл|встр|будет)|"
    r"aufzeichnung|бейнежазба"
)
CLOCK_BETWEEN = (
    r"(?:(?:(?:на|в|um|at|сағат) )?\d{1,2}(?:[:.-]\d\d)?(?: ?(?:uhr|час\w*|ч\.|"
    r"[ap]\.?m\.?))?,?(?: (?:of|on|am|по времени \w+|\w+ time|\(\w+\)))?,? )?"
)
EARLY = re.compile(r"early (?:bird )?regist|ранн\w+ регистр|frühbuch")  # the last day to register is another
UNTIL_BEFORE = re.compile(
    r"(?:\b(?:до|не позднее(?: чем)?|не позже|по|until|till|by|(?:no|not) later than|before|up to|"
    r"bis(?: spätestens)?(?: zum| einschließlich)?|spätestens(?: bis)?(?: am| zum)?"
    r"|deadline(?: for \w+)?(?: is|:)?|closes?(?: on| at)?|ends?(?: on)?|закрывается|закроется|"
    r"завершается|завершится|заканчивается|закончится|закрытие регистрации|endet(?: am)?|"
    r"schließt(?: am)?|(?:anmelde|bewerbungs|melde|einsende|teilnahme)schluss(?: (?:ist|wird|"
    r"war))?(?: der)?|срок\w*(?: [а-я]+){0,2}"
    r"|дедлайн\w*|соңғы (?:мерзім\w*|күн\w*)|мерзімі|конца дня|конца|ende|end of)[ :–-]{1,3})"
    rf"(?:(?:noon|midnight|полудня|полуночи|mittags?|mitternacht)(?: on| am| of|"
    rf",)? )?{CLOCK_BETWEEN}(?:включительно )?(?:(?:{ANY_WEEKDAY}),? ?)?(?:am |zum |den |dem |"
    rf"the |on |der )?\(?$"
)
UNTIL_AFTER = re.compile(
    r"^(?: күнгі| күні| күніне| \(\w+\))?(?:,? (?:сағат(?:тың|ы)? )?\d{1,2}(?:[:.]\d\d)?-?(?:ге|"
    r"ға|ке|қа|не|на)?)?,? ?(?:дейін|кешіктір|қалмай|қоса алғанда дейін)"
)
CLOSES_AFTER = re.compile(r"^[^.;\n,\d]{0,30}(?:тіркелу (?:аяқтал|жабыл|тоқта)|аяқталады|жабылады)")
OPENS_BEFORE = re.compile(
    r"(?:opens?|open from|opening|starts?|begins?|from|открывается|откроется|открыта с|начинается|"
    r"начнется|стартует|старт|с|ab|ab dem|beginnt|startet|öffnet|geöffnet)(?: on| am| с|"
    r" at)?[ :]{1,2}(?:the |dem |den )?$"
)
OPENS_AFTER = re.compile(r"^[^.;\n,\d]{0,40}(?:баста\w+|ашыл\w+|ашық)")
OPEN_THROUGH = re.compile(r"(?:\bvom|\bfrom|\bс|between|zwischen|:|-) $")
OPEN_AS = re.compile(r"geöffnet|\bopen\b|открыт|ашық|möglich|läuft|продлится|идет|жүреді")
HELD = re.compile(
    r"takes? place|taking place|will be held|is held|be hosting|hosts?\b|invit|join us|"
    r"looking forward|we meet|will meet|meets? |состоится|состоятся|пройд[уе]т|проходит|проведет|"
    r"проведут|проводит|приглаша|ждем|встреча|стартует"
    r"|findet|finden|stattf|\bstatt\b|laden |lädt |einlad|veranstalte[tn]|treffen wir|өтеді|өткіз|"
    r"шақыр|болады|ұйымдастыр|басталады"
)
BESIDE = re.compile(  # dates of something else
    r"publish|posted|опубликован|дата публикации|добавлено|обновлено|stand:|veröffentlicht|"
    r"жарияланған|жарияланды|signed|founded|закон|указ|приказ|постановл|\border\b|\blaw\b|"
    r"\bdecree\b|verordnung|gesetz|заң|жарлық|бұйрық|қаулы"
    r"|rehears|репетиц|тестов|тест связи|test call|байланысты тексер|technical check|"
    r"technikcheck|generalprobe|тексер|pick(?:ed)?[ -]?up|"
    r"выдач|стартовы[хй] (?:пакет|номер)|startunterlagen|нөмір|arriv|заезд|anreise|келу күні|"
    r"departure|отъезд|abreise|last year|в прошлом|letztes jahr|былтыр|since|seit|born|results|"
    r"результат|итоги|ergebnisse|нәтиже"
    r"|рассыл|will be sent|send (?:the )?link|alınd|concept for|тұжырымдама|бекіт|утвержд|"
    r"подписан|anniversary of"
)
LETTER_LINE = re.compile(
    r"^\W{0,2}(?:(?:г\. ?)?[^\W\d]{4,14}(?: қ\.| қаласы)?, ?(?:den )?|от |vom |datum des schreibens)?$"
)
HEADER = re.compile(  # of a letter: its own date is not the event's
    r"(?:\A|\n)(?:from|von|от(?: кого)?|кімнен) ?:[^\n]*(?:\n(?:to|an|cc|кому|копия|"
    r"кімге) ?:[^\n]*){0,4}\n(?:sent|date|gesendet|datum|отправлено|дата|жіберілді|күні) ?:[^\n]*"
)
DATELINE = re.compile(r"(?:\A|\n)[^\W\d_]{3,14}(?: ?[-.] ?[^\W\d_]{2,10})?[.,]? $")  # ALMATY, 1 October -
