"""How texts say who speaks: verbs, titles, names, functions, and the clauses made of them."""

from __future__ import annotations

import re

# The capitals of all Latin letters: a name may begin with Š, É, Ö or Ł.
UPPER = "A-Z" + "".join(
    chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper()
)
SAID = (
    r"(?:said|says|saying|stated|states|told|added|adds|noted|notes|declared|declares|warned|warns|"
    r"urged|urges|explained|explains|commented|remarked|wrote|writes|emphasi[sz]ed|stressed|"
    r"concluded|continued|asserted|insisted|argued|affirmed|observed|recalled|testified|replied|"
    r"responded|announced|called|calls|described|describes|put\s+it|puts\s+it|cautioned|pleaded|proclaimed|reiterated|lamented|recounted|recounts|"
    r"tweeted|confirmed|(?:spoke|speaks)\s+to|(?:was|is)\s+\w+\s+enough\s+to\s+say)"
)
TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Mx|Prof|Professor|Sir|Dame|Lord|Lady|Ambassador|Judge|Justice|Sister|Father|"
    r"Bishop|Archbishop|Rabbi|Imam|Sheikh|General|Colonel|Captain|H\.E|Hon|His Excellency|"
    r"Her Excellency|The Honourable|Senator|Rev|Reverend|Pope|King|Queen|Prince|Princess)\.?"
)
PARTICLE = r"(?:de|da|do|dos|del|della|di|van|von|der|den|bin|bint|ibn|al|el|le|la|ter|y|e)"
CAPITAL = (
    rf"(?:(?:[{UPPER}]\.)+|(?:[{UPPER}]|(?:al|el|an|d|l)[-’'](?=[{UPPER}]))"
    r"[^\W\d_]*(?:[-’'.][^\W\d_]+)*)"
)
CAPITALISED = rf"{CAPITAL}(?:\s+(?:{PARTICLE}\s+)*{CAPITAL})*"
FULL_NAME = rf"(?:{TITLE}\s+)*{CAPITAL}(?:\s+(?:{PARTICLE}\s+)*{CAPITAL}){{1,3}}"
# A stretch of capitalised words, with "for Human Rights" and the like inside.
SUBJECT = (
    rf"(?:(?:the|The)\s+)?(?:{TITLE}\s+)*{CAPITAL}"
    rf"(?:\s+(?:{TITLE}|{PARTICLE}|of|for|on|to|and|the|against|in|{CAPITAL}))*"
)
ROLE_NOUN = (
    r"(?:Director(?:-General)?|Commissioner|Secretary(?:-General)?|Minister|President|Rapporteur|"
    r"Spokes(?:person|woman|man)|Chair(?:person|woman|man)?|Advis[eo]r|Coordinator|Representative|"
    r"Officer|Head|Envoy|Researcher|Prosecutor|Manager|Chief|Counsel|Analyst|Expert|Founder|"
    r"Chancellor|Premier|Governor|Mayor|Administrator(?:-General)?|Delegate|Ambassador|Fellow|"
    r"Lawyer)"
)
ROLE_MODIFIER = (
    r"(?:Executive|Deputy|Assistant|Senior|Foreign|Prime|Special|High|Vice|Vice-|Managing|"
    r"Advocacy|Legal|Programme|Program|Policy|Regional|Country|Permanent|Associate|Interim|Acting|"
    r"Justice|Defen[cs]e|Interior|Finance|Health|Education|Information|Labou?r|Home|Environment|"
    r"Former|Chief|Principal|Independent|Under-?|Co-?|Research|Communications|General)"
)
ROLE = re.compile(
    rf"(?:{ROLE_MODIFIER}[\s-]+)*{ROLE_NOUN}(?![\w-])(?:\s+(?:for|of|on|to)\s+.*)?", re.S
)
# What persons are called in lower case, beside the nouns above.
OCCUPATION = (
    r"(?:writer|poet|philosopher|author|novelist|reporter|correspondent|doctor|physician|surgeon|"
    r"nurse|midwife|farmer|fisherman|teacher|student|scholar|historian|judge|official|leader|"
    r"resident|survivor|witness|volunteer|paramedic|medic|rescuer|specialist|professor|priest|trader|"
    r"worker|member|laureate|mother|father|sister|brother|daughter|son|wife|husband|refugee|"
    r"(?:co-)?founder|engineer|soldier|musician|politician|diplomat|\w{3,}(?:ologist|icist|nalist|"
    r"omist|entist|tivist))"
)
_ROLES = rf"(?i:{ROLE_NOUN}|{OCCUPATION})"
FUNCTION = rf"(?P<function>[^,.;:“”\"]{{0,60}}\b{_ROLES}\b[^,.;:“”\"]{{0,120}})"
# "Jane Roe (34), who was there in May,": what may stand between a name and its verb.
_WIDE = rf"(?P<function>[^.;:“”\"]{{0,80}}\b{_ROLES}\b[^.;:“”\"]{{0,120}}?)"
_APPOSED = (
    rf"(?:\s+\([^()“”\"]{{1,60}}\))?"
    rf"(?:,\s+who\s+[^.;:“”\"]{{3,160}}?,?|,\s+who|,\s+{_WIDE},|,\s+(?P<apposed>[^.;:“”\",]{{3,90}}),)?"
)
_ADVERBS = (
    r"(?:(?:has|had|also|recently|then|once|famously|rightly|later|often|already|himself|herself|"
    r"again|separately|aptly)\s+)*"
)
_OF_A_BODY = r"(?:\s+of\s+(?:the|our|its)\s+[a-z]+)?"
SAYS = rf"(?P<subject>{SUBJECT}){_OF_A_BODY}{_APPOSED},?\s+{_ADVERBS}{SAID}\b"
_INTRODUCED = r"(?:[^.;:?!“”\"]|\d[.:]\d){0,110}?"
BEFORE = re.compile(rf"{SAYS}{_INTRODUCED}(?:[,:]|\s+that|\s+\d\d?[:.]\d\d)?\s*$")
ACCORDING_BEFORE = re.compile(
    rf"(?:According to|(?:[Ii]n|to) the words of|attributed to|words of)\s+"
    rf"(?P<before>(?:(?:the|our|a)\s+)?(?:\w+\s+){{0,3}}?)"
    rf"(?P<subject>{SUBJECT})(?:\s+\([^()“”\"]{{1,60}}\))?(?:,\s+{FUNCTION})?"
    r"(?:[,:]|,\s+(?:on|in|at)\s[^,.;:“”\"]{2,40})\s*$"
)
ACCORDING_STARTS = re.compile(
    rf"According to\s+(?P<before>(?:(?:the|our|a)\s+)?(?:\w+\s+){{0,3}}?)"
    rf"(?P<subject>{SUBJECT})(?:\s+\([^()“”\"]{{1,60}}\))?(?:,\s+{FUNCTION}|\s+of\s+[^,.“”\"]+)?,"
)
SAYS_STARTS = re.compile(SAYS)
_SAID_NAME = (
    rf"(?:{SAID}|according to)\s+(?P<before>(?:[a-z-]+\s+){{0,3}}{_ROLES}\s+)?"
    rf"(?P<subject>{SUBJECT})(?:,\s+{FUNCTION})?(?=[,.;:]|\s|$)"
)
SAID_NAME = re.compile(rf"\s*(?:,\s*)?{_SAID_NAME}")
# Of what stood in marks that are none of ours: "'They came,' says Jane Roe."
SAID_NAME_WITHIN = re.compile(rf"(?<=[,!?][’'”\"]\s){_SAID_NAME}")
NAME_SAID = re.compile(
    rf"\s*(?:(?P<before>(?:his|her|their|the|an?)\s+(?:[a-z-]+\s+){{1,4}}))?"
    rf"(?P<subject>{SUBJECT})(?:,\s+{FUNCTION},)?\s+{_ADVERBS}{SAID}\b(?=[^“\"]{{0,80}}[.:,]|\s*$)"
)
PRONOUN_SAID = re.compile(rf"\s*(?:{SAID}\s+(?:he|she|they)|(?:he|she|they)\s+{SAID})\b")
PRONOUN_BEFORE = re.compile(
    rf"^(?:[{UPPER}]\w+ [^“”\"]{{0,60}},\s+)?(?:He|She|he|she)\s+{_ADVERBS}{SAID}\b{_INTRODUCED}"
    r"(?:[,:]|\s+that)?\s*$"
)
PRONOUN_STARTS = re.compile(rf"(?:He|She)\s+{_ADVERBS}{SAID}\b")
# Somebody whom a sentence presents by an occupation, whatever it tells of them.
PRESENTED = re.compile(
    rf"(?:(?:The|A|An)\s+)?(?P<before>(?:[\w’'-]+\s+){{0,4}}?{_ROLES}\s+)"
    rf"(?P<subject>{CAPITALISED})(?P<function>(?!))?(?=[\s,(])"
)
# The occupation with which a capitalised name begins: "Paramedic Jane Roe".
OCCUPATION_FIRST = re.compile(
    rf"(?P<function>(?:[{UPPER}]\w+\s+)*?(?i:{OCCUPATION}))\s+(?=[{UPPER}])"
)
# A function in front of a name: "the Swiss writer Max Frisch", "our famous writer, Jane Roe".
FUNCTION_BEFORE = re.compile(
    rf"(?:^|[\s,;(])(?P<function>(?:[{UPPER}][\w’'-]*\s+){{0,5}}?(?:[a-z][\w-]*\s+){{0,2}}{_ROLES}),?\s*$"
)
# An office with its body: "the Special Rapporteur on the right to food, Jane Roe".
OFFICE_BEFORE = re.compile(
    rf"(?P<function>(?:{ROLE_MODIFIER}[\s-]+)*(?i:{ROLE_NOUN})\s+(?:of|for|on|to|at)\s"
    r"(?:[^,.;:“”\"]{3,100})),\s*$"
)
SENTENCE_BORDER = re.compile(
    r"(?<=[a-z”)\d][.!?])(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!Prof\.)(?<!Hon\.)(?<!Rev\.)(?<!St\.)"
    rf"\s+(?=[{UPPER}“])"
)
# Words that begin a clause and no name.
LEADING = re.compile(
    r"^(?:(?:an?|the|as|and|but|when|then|in|today|later|yet|so|or|like|here|where|while|since|once|"
    r"our|its|(?:his|her)(?!\s+Excellency)|their|my|for|on|to|that|this|yesterday|earlier|also)\s+)+",
    re.I,
)
INSTITUTION = re.compile(
    r"\b(?:Nations|Council|Assembly|Union|Court|Committee|Commission|Government|State|States|"
    r"Watch|International|Centre|Center|Office|Ministry|Charter|Agency|Group|Organization|"
    r"Initiative|Convention|Declaration|Resolution|Network|Forum|Bank|Fund|Party|Rights)\b"
)
