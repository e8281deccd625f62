"""Whose speech a text is as a whole, by its head in French, Spanish, German or Arabic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.speech_patterns import CAPITAL, PARTICLE

_NAME = rf"{CAPITAL}(?:\s+(?:{PARTICLE}\s+)*{CAPITAL}){{1,3}}"
_ROLE = (
    r"\b(?:ministre|président\w*|direct(?:eur|rice)|ambassad\w+|représentant\w*|commissaire|"
    r"secrétaire|porte-parole|ministr[oa]|president[ea]|director\w*|embajador\w*|representante|"
    r"comisionad\w+|comisari\w+|secretari\w+|portavoz|vocer\w+|minister\w*|präsident\w*|direktor\w*|"
    r"botschafter\w*|kanzler\w*|beauftragte\w*|vorsitzende\w*|leiter\w*)\b"
)
_HONORIFIC = (
    r"(?:(?:S\.?\s?E\.?M?\.?|M\.|Mme|Maître|Me|Son\s+Excellence|Su\s+Excelencia|Sr\.|Sra\.|Señora?|Dr\.|"
    r"Dra\.|Prof\.|Herrn?|Frau|[LI]\w{0,2}\s+Embajadora?|Embajadora?|Excmo\.|Excma\.|l[’'](?=\w))\s*)*"
)
_LATIN = re.compile(
    r"(?:allocution|discours|déclaration|intervention|message|discurso|declaración|intervención|"
    r"palabras|mensaje|rede|ansprache|erklärung)\s+"
    r"(?:(?:prononcée?|pronunciad[oa]|faite)\s+)?(?:de\s+la|de\s+l[’']|del|de|du|par|por|von|der|des)\s*"
    rf"(?i:{_HONORIFIC})(?P<name>(?-i:{_NAME})),\s+(?P<function>[^;]+)",
    re.I,
)
_ARABIC_WORD = r"[\u0621-\u065f\u0670-\u06d3]+"
_ARABIC = re.compile(
    r"(?:كلمة|خطاب|رسالة|بيان)\s+"
    r"(?:(?:معالي|سعادة|فخامة|دولة|السيدة?|الدكتورة?|الأستاذة?|السفيرة?|الوزيرة?|الرئيسة?)\s+)+"
    rf"(?P<name>{_ARABIC_WORD}(?:\s+{_ARABIC_WORD}){{1,3}})\s*[،,]\s*(?P<function>[^،,]+)"
)


def delivered_elsewhere(lines: Sequence[str]) -> tuple[str, str] | None:
    """Name and function of who speaks by one of the `lines` of a head, None if by none."""
    for line in lines:
        match = _LATIN.match(line)
        if match and re.search(_ROLE, match["function"], re.I):
            return match["name"], _until_occasion(match["function"])
        match = _ARABIC.match(line)
        if match:
            return match["name"], match["function"].strip()
    return None


def _until_occasion(function: str) -> str:
    """The function without the occasion behind it."""
    return re.split(
        r",|\s+(?:lors|à l[’']occasion|devant|durante|con motivo|ante el|anlässlich|vor dem)\b",
        function,
    )[0].strip()
