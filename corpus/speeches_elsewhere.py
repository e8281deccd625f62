"""Who speaks in French, Spanish, German and Arabic texts, by the same few clear patterns."""

from __future__ import annotations

import re

from corpus.speech_patterns import CAPITAL, PARTICLE, TITLE

_SAID = (
    r"(?:a\s+(?:déclaré|affirmé|expliqué|indiqué|souligné|ajouté|estimé|averti|dénoncé|dit)|"
    r"déclare|affirme|explique|souligne|ajoute|estime|"
    r"dijo|declaró|afirmó|señaló|aseguró|explicó|agregó|añadió|sostuvo|advirtió|denunció|expresó|"
    r"sagte|sagt|erklärte|erklärt|betonte|warnte|kritisierte)"
)
_TITLES = rf"(?:{TITLE}|M\.|Mme|Maître|Me|Sr\.|Sra\.|Señora?|Herr|Frau|Don|Doña)"
# A function in front of a name: "la juge Jeanne Roux", "el abogado Juan Ruiz", "die Anwältin …".
_BEFORE_NAME = (
    r"(?:(?:l[ae]|l[’']|el|der|die|una?|une?)\s*)?"
    r"(?P<before>[a-zà-ÿ-]{4,}(?:\s+[a-zà-ÿ-]{4,})?\s+)?"
)
_NAME = rf"(?P<subject>(?:{_TITLES}\s+)*{CAPITAL}(?:\s+(?:{PARTICLE}\s+)*{CAPITAL}){{1,3}})"
_FUNCTION = r"(?P<function>[^,.;:«»“”„\"\n]{3,90})"
_AFTER = re.compile(rf"\s*,?\s*{_SAID}\s+{_NAME}(?:,\s+{_FUNCTION})?(?=[,.;:]|\s|$)")
_BEFORE = re.compile(rf"{_NAME}(?:,\s+{_FUNCTION},)?\s+{_SAID}[^.;:«»“”„\"]{{0,60}}:\s*$")
_ACCORDING = re.compile(
    rf"(?:^|[\s.,;(])(?i:selon|d[’']après|según|de\s+acuerdo\s+con|en\s+palabras\s+de|laut|"
    rf"comme\s+l[’']a\s+(?:dit|écrit|rappelé)|como\s+(?:dijo|escribió))\s+{_BEFORE_NAME}{_NAME}"
    rf"(?:,\s+{_FUNCTION})?[,:]\s*$"
)
# Somebody who was quoted just before and goes on: "…», dijo Juana Ruiz. «…».
_WENT_ON = re.compile(
    rf"\s*,?\s*{_SAID}\s+(?:{_NAME}|(?:-t-)?(?:elle|il)\b|er\b|sie\b)[^«»“”„\"\n]{{0,120}}\.\s*"
)
_BODY = re.compile(
    r"\b(?:ministère|ministerio|ministerium|gouvernement|gobierno|regierung|réseau|comité|consejo|"
    r"conseil|rat|corte|cour|organi[sz]ación|organisation|association|asociación|naciones|nations|"
    r"nationen|unies|unidas|union|unión|fundación|fondation|verein|netzwerk|amnesty|international)\b",
    re.I,
)
_ARABIC_SAID = (
    r"[وف]?(?:قال|قالت|يقول|تقول|صر[ّ]?ح|صر[ّ]?حت|أضاف|أضافت|أك[ّ]?د|أك[ّ]?دت|أوضح|أوضحت|ذكر|ذكرت)"
)
# What a person is, in front of which a name ends.
_ARABIC_ROLE = (
    r"(?:ال)?(?:مدير|مديرة|رئيس|رئيسة|خبير|خبيرة|وزير|وزيرة|محامي|محامية|باحث|باحثة|منسق|منسقة|عضو|معلم|معلمة|قاض|القاضي|القاضية|سفير|سفيرة|"
    r"مسؤول|مسؤولة|مراسل|مراسلة|صحفي|صحفية|ناشط|ناشطة|متحدث|متحدثة|ناطق|ناطقة|طبيب|طبيبة|ممثل|ممثلة)"
)
_ARABIC_WORD = r"[\u0621-\u065f\u0670-\u06d3]+\.?"
_ARABIC = re.compile(
    rf"(?<![\u0621-\u06d3]){_ARABIC_SAID}\s+(?P<subject>(?:{_ARABIC_WORD}\s+){{0,4}}?{_ARABIC_WORD})"
    rf"(?:\s*[،,]\s*(?P<function>[^:،\"“”\n]{{3,90}}?)|\s+(?P<role>{_ARABIC_ROLE}\s[^:،\"“”\n]{{0,90}}?)"
    r"|\s+(?:من|وهو|وهي)\s[^:،\"“”\n]{3,90}?)?(?:\s*،?\s*(?:ب?ما يلي|في بيان\w*))?\s*[:،]\s*$"
)
_ARABIC_NOBODY = re.compile(
    r"(?<![\u0621-\u06d3])(?:[ول]*ال|ل)?(?:وزارة|منظمة|وكالة|وحدة|أمانة|شركة|هيئة|حكومة|سلطات|مجلس|لجنة|فريق|"
    r"قناة|أحد|إحدى|بعض|مصدر|شاهد|شهود|شخص|مصور|تقرير|بيان|مكتب|مؤسسة|عنصر|عناصر|أن|إن|أنّ|إنّ|أنه|إنه|أنها|"
    r"إنها|له|لها|هذا|هذه|ذلك|في|عن|على|إلى|الذي|التي)(?![\u0621-\u06d3])"
)


def attributed_elsewhere(before: str, after: str) -> tuple[str, str] | None:
    """Name and function of who says what stands between `before` and `after`, None if unclear."""
    for match in (_BEFORE.search(before), _ACCORDING.search(before), _AFTER.match(after)):
        if match and not _BODY.search(match["subject"]):
            function = match["function"] or match.groupdict().get("before") or ""
            return " ".join(match["subject"].split()), " ".join(function.split())
    match = _ARABIC.search(before)
    if match is None or _ARABIC_NOBODY.search(match["subject"]):
        return None
    title = re.match(rf"(?P<role>{_ARABIC_ROLE}\s(?:.*\s)?)(?P<name>\S+\s\S+)$", match["subject"])
    if title:
        return title["name"], " ".join(title["role"].split())
    function = match["function"] or match["role"] or ""
    name = " ".join(match["subject"].split())
    if function and " " not in name:
        return None  # an office or a body: a surname alone is looked up, and has no function
    return name, " ".join(function.split())


def went_on(between: str) -> bool:
    """Whether all that stands between two quotations says that one person said both."""
    return _WENT_ON.fullmatch(between) is not None
