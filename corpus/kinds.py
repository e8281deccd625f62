"""The kind of document that a title, a line by itself or a file's own metadata name."""

from __future__ import annotations

import re

from corpus.textdates import date_line, date_near_top

_ORDER = (
    # kind, words in a title, words in a title of a script without spaces
    (
        "press release",
        r"(?:press|news|media) release|communiqué de presse|comunicado de prensa|nota de prensa"
        r"|pressemitteilung|comunicato stampa|بيان صحفي|пресс-релиз|basın açıklaması",
        "新闻稿|新聞稿",
    ),
    (
        "letter",
        r"(?:open|joint) letter|letter (?:to|from|dated)|lettre ouverte|carta abierta"
        r"|offener brief|رسالة مفتوحة|открытое письмо",
        "公开信|公開信",
    ),
    ("resolution", r"resolution|résolution|resolución|resolução|резолюция", "决议|決議"),
    (
        "statement",
        r"statement|comments? by|déclaration (?:commune|de presse|du porte-parole)"
        r"|declaración conjunta|بيان مشترك|заявление",
        "声明|聲明",
    ),
    (
        "speech",
        r"speech|address (?:by|to|at)|remarks|message (?:of|from|by)|keynote|lecture (?:by|at)"
        r"|discurso|palabras de|discours|allocution|intervention (?:de|du)|ansprache"
        r"|كلمة|خطاب|выступление|речь",
        "",
    ),
    ("alert", r"alert|urgent action|early warning", ""),
    ("brief", r"(?:policy |issue )?brief(?:ing)?|factsheet|fact sheet", ""),
    ("report", r"report|rapport|informe|relatório|تقرير|доклад", "报告|報告"),
    ("note", r"(?:concept |background |reference )?note", ""),
    (
        "treaty",
        r"convention|covenant|protocol|statute|treaty|charter of|convención|convenio|tratado|traité"
        r"|اتفاقية|конвенция|пакт",
        "公約|公约|條約|条约|規約|规约|議定書|议定书|憲章|宪章",
    ),
    (
        "declaration",
        r"universal declaration|declaration (?:on|of)|déclaration (?:universelle|sur|des?)"
        r"|declaración (?:universal|sobre|de)|declaração (?:universal|sobre|dos?)|إعلان|الإعلان"
        r"|اعلامیه|הכרזה|декларация|декларація",
        "宣言",
    ),
)
_IN_TITLES = tuple(
    (kind, re.compile(rf"\b(?:{words})\b" + (f"|{unspaced}" if unspaced else ""), re.I))
    for kind, words, unspaced in _ORDER
)
_OPENING_KINDS = frozenset({"press release", "letter", "statement", "speech"})
# What stands on a line by itself above or below a title, perhaps with a number or a date.
_LABELS = tuple(
    (kind, re.compile(rf"(?:{words})(?:\s*(?:no\.?|n[°º]|#)?\s*\d[\w/.()-]*)?(?!\w)", re.I))
    for kind, words in (
        (
            "press release",
            r"for immediate release|(?:joint )?(?:press|news|media) release"
            r"|communiqué(?: de presse)?|pressemitteilung|comunicado(?: de prensa| público)?"
            r"|nota de prensa|comunicato stampa|بيان صحفي|пресс-релиз|basın açıklaması"
            r"|新闻稿|新聞稿",
        ),
        (
            "letter",
            r"(?:open|joint) letter|lettre ouverte|carta abierta|offener brief|رسالة مفتوحة",
        ),
        ("resolution", r"resolution|résolution|resolución"),
        ("statement", r"(?:joint |public |press )?statement|stellungnahme|بيان"),
        (
            "speech",
            r"(?:keynote )?speech|keynote(?: address| lecture)?|(?:opening |closing )?remarks"
            r"|discours|discurso|allocution|كلمة",
        ),
        ("alert", r"urgent action|(?:early warning )?alert"),
        ("brief", r"(?:policy|issue|research)? ?brief|briefing(?: note| paper)?|fact ?sheet"),
        ("report", r"(?:annual |final |special |joint )?report|rapport|informe|bericht|تقرير"),
        ("note", r"(?:concept |background )?note(?: by the [\w-]+(?: [\w-]+)?)?"),
    )
)
# What a text says of itself: "This report documents …", "A report by the Institute".
_SELF = re.compile(
    r"^(?:A|An)\s+(?P<kind>report|brief(?:ing)?)\s+(?:by|of|from)\b[^.]*$"
    r"|\b(?:This|The present)\s+(?P<itself>report|(?:policy |issue )?brief(?:ing)?)\s+"
    r"(?:describes|documents|sets out|examines|presents|analy[sz]es|details|is based on|draws|"
    r"covers|summari[sz]es|sums up|looks at|shows|assesses|argues|outlines|finds)\b",
    re.M,
)
_WHO_SAID = r"(?:,\s+|^)(?:[Tt]he\s+)?[A-Z][^.,“”]{3,80}\s+said\s+"
_IN_A_STATEMENT = re.compile(rf"{_WHO_SAID}in\s+a\s+(?:joint\s+)?statement\s+(?:today|on\b)", re.M)
_SAID_TODAY = re.compile(rf"{_WHO_SAID}(?:today|as\b|on\s+[A-Z])", re.M)
# "(Nairobi, 3 June 2024) – ", "GENEVA / SEOUL – ", "25 August 2022 – "
_DATELINE = re.compile(
    r"^[(\[]?[^\W\d_a-z][^\n.!?]{2,60}[^\s)]\)?\s+[–—]\s+\S|^\d[^\n.!?]{5,20}\s[–—]\s+\S", re.M
)
_DEAR = re.compile(r"^(?:Dear|Your Excellenc\w+)\b[^.\n]{0,80},$", re.M)
_YOURS = re.compile(
    r"^(?:(?:Yours|Sincerely|Respectfully|With (?:kind|best) regards|Kind regards)\b"
    r"|.*\b(?:highest|high) consideration\b)",
    re.M,
)
_OPENING = 2500
_LAST = 2000
# "Issue brief of the Institute", "Report by the Centre"
_BY_WHOM = re.compile(r"(?:by|of|from) the [A-Z][\w’'-]+(?: [\w’'-]+){0,7}$")
_LINES = 8
_LONGEST_LABEL = 50
_TYPES = {"investigation": "report", "speech": "speech", "treaty": "treaty"}


def kind_of(title: str, text: str) -> str:
    """The kind that a document's title or opening lines name, "" if none."""
    for kind, pattern in _IN_TITLES:
        if pattern.search(title):
            return kind
    opening = text[:120]
    for kind, pattern in _IN_TITLES:
        if kind in _OPENING_KINDS and pattern.match(opening):
            return kind
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()]
    labelled = next(filter(None, map(kind_label, lines[:_LINES])), "")
    return labelled or _kind_by_form(text)


def _kind_by_form(text: str) -> str:
    """The kind that a text's form shows: a dateline and who "said today", a letter's two ends."""
    opening, last = text[:_OPENING], text[-_LAST:]
    itself = _SELF.search(opening)
    if itself:
        return (itself["kind"] or itself["itself"]).split()[-1].lower().replace("briefing", "brief")
    if _IN_A_STATEMENT.search(opening):
        return "statement"
    if (_DATELINE.search(opening) or date_near_top(text)) and _SAID_TODAY.search(opening):
        return "press release"
    return "letter" if _DEAR.search(opening) and _YOURS.search(last) else ""


def kind_label(line: str) -> str:
    """The kind that a line by itself states ("Policy brief", "Resolution 12/3"), else ""."""
    if len(line) <= _LONGEST_LABEL:
        for kind, pattern in _LABELS:
            match = pattern.match(line)
            if match:
                rest = line[match.end() :].strip(" :–—|-,")
                if not rest or date_line(rest) or _BY_WHOM.match(rest):
                    return kind
    return ""


def kind_from_type(value: str) -> str:
    """The kind that a file's own "type" names, "" where it means something else ("post")."""
    value = " ".join(value.replace("-", " ").replace("_", " ").split()).lower()
    return kind_label(value) or _TYPES.get(value, "")
