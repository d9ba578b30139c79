"""The words beside an hour that say what begins or ends then, in four languages."""

import re

ARRIVAL = re.compile(
    r"doors? open|registration (?:of \w+|desk|starts|from|begins)|arrival|check-?in|"
    r"welcome coffee|einlass|anmeldung (?:vor ort|ab)|ankunft|начало регистрации|"
    r"регистрация (?:участников|гостей|с)|сбор (?:гостей|участников)"
    r"|вход с|қатысушыларды тіркеу|тіркеу (?:басталуы|сағат)|қонақтарды қарсы|жиналу|"
    r"подключени[ея] (?:с|к|участников)|test connection|(?:сбор|"
    r"встреча гостей)(?: \w+)? ?[-:]? ?(?:в|с|к)?[ :]?$|"
    r"studios? connect|вход с|lunch|обед|mittagspause|перерыв|түскі ас|үзіліс|coffee break|кофе|kaffeepause"
)
OFFICE = re.compile(
    r"\bcall|weekdays|working days|office hours|business hours|позвон|звон|по будн|рабочи[ех]|"
    r"график работы|пн|mo ?-|werktags|bürozeit|sprechzeit|erreichbar|telefonisch|жұмыс күн|"
    r"хабарлас|тел\.|телефон|справк"
)
BEGINS = re.compile(
    r"(?:begin(?:s|ning|nt)?|start(?:s|et|ing|schuss)?|kick-?off|начало|начинается|начнется|"
    r"стартует|старт|басталу\w*|басталады|takes place|состоится|пройдет|өтеді|findet|at|в|um|"
    r"сағат|from|с|von|ab)[^.;\n\d]{0,25}$"
)
SAYS_BEGIN = re.compile(
    r"(?:begin(?:s|ning|nt)?|start(?:s|et|schuss)?|kick-?off|начало|начинается|начнется|стартует|"
    r"старт|басталуы)[^.;\n\d]{0,25}$"
)
ENDS = re.compile(
    r"(?:\bend(?:s|e|et|en|ing)?|finish(?:es)?|until|till|bis|окончание|завершение|закончится|конец|"
    r"аяқталу\w*|schluss|close[sd]?)(?: (?:am|on|в|во) (?:\w+tag|\w+day|"
    r"\w{3,12}),?)?[ :]{1,2}(?:gegen |около |at |um |в |ca\. )?(?:сағат )?$"
)
SEATED = re.compile(
    r"platz (?:zu )?nehmen|be seated|seated by|занять места|прибыть|\barrive|келуіңіз|einzufinden"
)
ENDS_AFTER = re.compile(r"^(?:-?[дт][ае])?,? ?(?:аяқтал|жабыл)")
STARTS_LINE = re.compile(r"(?:\A|\n)[^\w\n]{0,4}$")
DURATION = re.compile(
    r"(?:duration|lasts?|продолжительность|длительность|dauer|dauert|ұзақтығы|"
    r"регламент)\b[^\d\n]{0,25}(?P<n>\d{1,3})(?:[.,](?P<half>5))? ?(?P<unit>h\b|hours?|hrs?|"
    r"час\w*|ч\b|stunden?|сағат|min\w*|мин\w*)"
)
