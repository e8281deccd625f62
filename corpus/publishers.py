"""Who publishes a text, by what it says itself: a signature, a letterhead, what it tells of itself.

Only an organisation that the text presents as its own counts; one that it reports on is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.kinds import kind_label, kind_of
from corpus.places import canonical
from corpus.speech_patterns import FULL_NAME
from corpus.textdates import date_line

_ORGANISATION = re.compile(
    r"\b(?:centre|center|council|committee|commission|foundation|institute|network|coalition|"
    r"alliance|watch|international|organi[sz]ation|mission|ministry|office|fund|federation|union|"
    r"association|society|group|initiative|campaign|forum|project|archive|league|agency|"
    r"secretariat|department|embassy|observatory|consortium|movement|assembly|court|corte|comité|"
    r"comisión|commission|corporación|fundación|fondation|asociación|organización)\b",
    re.I,
)
_ENDED = re.compile(r"[.;:,…?!]$")
_SMALL = frozenset(
    "of the for and in on to de la las los des du et y e del against without".split()
)
# The lines above the title of a document of the United Nations, beside its date.
_MASTHEAD = re.compile(
    r"united nations|nations unies|naciones unidas|united|nations|distr\b.*|general|original:.*"
    r"|english|(?:general assembly|security council|human rights council"
    r"|economic and social council)\b.{0,24}|[\w-]+ (?:special )?session|agenda items?\b.*"
    r"|[\w-]+ year|\d+(?:st|nd|rd|th) (?:plenary )?meeting"
    r"|[AES](?:/[\w.-]+)*(?: \S+)?",
    re.I,
)
_NAME = (
    r"(?P<name>[A-Z][\w’'-]+(?:\s+(?:(?:of|the|for|and|to|in|de|des|du|la)\s+)*[A-Z][\w’'-]+){1,7})"
)
_SAYS = re.compile(
    rf"(?:(?:,|”|\")\s+|^)(?:[Tt]he\s+)?{_NAME}\s+said\s+(?:today|in\s+a\s+(?:joint\s+)?"
    r"(?:statement|report|letter)|as|on\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.M,
)
_ABOUT = re.compile(rf"(?:About|Über|À propos de|Acerca de)\s+(?:the\s+)?{_NAME}:?")
# What a text says of itself near its top: "a weekly publication by the Centre", "Published by …".
_OF_ITS_OWN = re.compile(
    r"(?:\b(?:[Aa]n?|[Tt]he)[ ](?:\w+[ ])?(?:publication|bulletin|newsletter)[ ](?:by|of|from)"
    r"|^(?:A[ ]report|(?:Issue[ ]|Policy[ ])?[Bb]rief|Briefing|Report)[ ](?:by|of|from)"
    r"|^[Pp]ublished(?:[ ]on[ ][^\n]{5,20})?[ ]by|^Adopted[ ]by)[ ](?:the[ ])?"
    rf"{_NAME.replace(chr(92) + 's', '[ ]')}",
    re.M,
)
# "Comment by Office for Liberties spokesperson Jane Roe", "Spokesperson for the Office: Jane Roe".
_SPOKESPERSON = re.compile(
    rf"(?:\b(?:[Cc]omments?|[Ss]tatement|[Rr]emarks|[Nn]otes?)\s+by\s+(?:the\s+)?{_NAME}\s+[Ss]pokes"
    rf"|^Spokes(?:person|woman|man)\s+for\s+the\s+{_NAME.replace('<name>', '<other>')}:)",
    re.M,
)
_VERBS = (
    r"(?:condamne|dénonce|appelle|demande|exhorte|salue|déplore|publie|a\s+(?:condamné|dénoncé|déclaré|publié)"
    r"|condena|condenó|denuncia|denunció|lamenta|exige|exigió|rechaza|expresa|publica|publicó|pide"
    r"|verurteilt|fordert|warnt|kritisiert|(?:heute|am\s+\w+)\s+(?:vorlegt|vorstellt|mitteilte|erklärte))"
)
_ORGANISED = (
    r"(?:Réseau|Collectif|Comité|Association|Ligue|Fondation|Centre|Observatoire|Coalition|Fédération|"
    r"Red|Comité|Asociación|Corporación|Fundación|Centro|Observatorio|Coalición|Federación|Colectivo|"
    r"Comisión|Liga|Netzwerk|Verein|Bündnis|Komitee|Stiftung|Institut|Zentrum|Gesellschaft)"
)
_NAMED = (
    rf"(?P<name>{_ORGANISED}(?:\s+(?:de\s+l[’'])?(?:(?:de|des|du|del|la|las|los|el|le|les|für|der|und|y|et)\s+){{0,3}}"
    r"[^\W\d_a-zà-ÿ][\w’'-]+){1,7})"
)
_ACTS = re.compile(
    rf"(?:^|[\s’'–—])(?:[Ll][ea]s?\s+|[Ll][’']|[Ee]l\s+|[Dd](?:as|er|ie)\s+)?{_NAMED}\s+{_VERBS}"
    rf"|(?:aujourd[’']hui|hoy|heute)\s+(?:par|por|von)\s+(?:l[ea]s?\s+|l[’']|el\s+|dem\s+|der\s+)?"
    rf"{_NAMED.replace('<name>', '<by>')}"
)
_ARABIC_ACTS = re.compile(
    r"(?<![\u0621-\u06d3])(?:قالت|قال|أدانت|أدان|دعت|دعا|طالبت|أعلنت|أصدرت|استنكرت|نددت)\s+"
    r"(?P<name>(?:منظمة|مؤسسة|جمعية|مركز|شبكة|الشبكة|المركز|رابطة|هيئة|لجنة|المنظمة|تحالف)"
    r"(?:\s+[\u0621-\u06d3]+){1,6}?)\s+(?:اليوم|إن|أن|في\s+بيان)"
)
_PERSONS = re.compile(rf"(?:By\s+)?{FULL_NAME}(?:(?:,|\s+and|\s+&)\s+{FULL_NAME})*")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_TOP_LINES = 12
_LINES = 4
_LAST = 2500
_OPENING = 1500


def publisher_of_text(title: str, text: str) -> tuple[str, str]:
    """The publisher that a text presents as its own, and where it does; two "" if none."""
    for found, origin in (
        (signature_of(text), "signature"),
        (_letterhead(title, text), "letterhead"),
        (_about(text), "about the publisher"),
        (_of_its_own(title, text), "opening"),
        (_speaks_today(title, text), "opening"),
    ):
        if found:
            return found, origin
    return "", ""


def signature_of(text: str) -> str:
    """The organisation that signs the text in its last line, "" if none does."""
    last = text.rsplit("\n\n", 1)[-1].strip()
    if len(last) > 100 or "\n" in last or last == text or _ENDED.search(last):
        return ""
    words = last.split()
    capitals = sum(word[0].isupper() for word in words)
    if 2 <= len(words) <= 12 and capitals >= 2 and words[0][0].isupper():
        return last if _ORGANISATION.search(last) else ""
    return ""


def is_organisation(line: str) -> bool:
    """Whether a line is the name of an organisation and nothing else."""
    line = _INITIALS.sub("", line)
    words = line.split()
    return (
        2 <= len(words) <= 9
        and _ORGANISATION.search(line) is not None
        and not re.search(r"[\d:;,.?!“”\"()]", line)
        and all(word[0].isupper() or word.lower() in _SMALL for word in words)
        and not kind_of(line, "")
    )


def publisher_name(name: str) -> str:
    """A publisher's name as the library writes it: states by their canonical names."""
    return canonical(name) or name if len(name.split()) <= 8 else name


def _letterhead(title: str, text: str) -> str:
    """An organisation on a line by itself, above or right below the title."""
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()][:_TOP_LINES]
    if below_masthead(lines) is not None:
        return "United Nations"
    lines = [part.strip() for line in lines for part in line.split(" | ")]
    lines = [line for line in lines if not _PERSONS.fullmatch(line) or is_organisation(line)]
    for line in lines[:_LINES]:
        if line != title and is_organisation(line):
            return _capitalised(line)
        if line != title and line not in title and not kind_label(line) and not date_line(line):
            break
    return ""


def below_masthead(lines: Sequence[str]) -> Sequence[str] | None:
    """The first `lines` of a document of the United Nations below its masthead, None where they
    are none: at least three lines of it stand there, among them that on distribution."""
    above = [line for line in lines if _MASTHEAD.fullmatch(line) or date_line(line)]
    if len(above) < 3 or not any(line.lower().startswith("distr") for line in above):
        return None
    return [line for line in lines if line not in above]


def _capitalised(line: str) -> str:
    """ "ASSEMBLY OF THE FREE CITIES" as names are written in running text."""
    if not line.isupper():
        return line
    words = [word.lower() for word in line.split()]
    return " ".join(word if word in _SMALL else word.capitalize() for word in words)


def _about(text: str) -> str:
    """The name in a heading "About the …" near the end, if the text names it elsewhere as well."""
    for line in text[-_LAST:].split("\n"):
        match = _ABOUT.fullmatch(line.strip())
        if match and match["name"] in text.replace(line, ""):
            return match["name"]
    return ""


def _of_its_own(title: str, text: str) -> str:
    """The organisation by which a text says that it is, or whose spokesperson it gives."""
    opening = text[:_OPENING]
    spokes = _SPOKESPERSON.search(title) or _SPOKESPERSON.search(opening)
    name = (spokes["name"] or spokes["other"]) if spokes else ""
    if name:
        return name
    own = _OF_ITS_OWN.search(opening)
    return own["name"] if own and is_organisation(own["name"]) else ""


def _speaks_today(title: str, text: str) -> str:
    """Who "said today", in the opening of what says that it is a press release or statement."""
    opening = text[:_OPENING]
    if kind_of(title, text) not in ("press release", "statement"):
        return ""
    match = _SAYS.search(opening)
    if match and canonical(match["name"]) is None:
        return match["name"]
    elsewhere = _ACTS.search(opening) or _ARABIC_ACTS.search(opening)
    return (elsewhere["name"] or elsewhere["by"]) if elsewhere else ""
