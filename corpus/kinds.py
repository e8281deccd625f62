"""The kind of document that a title, a line by itself or a file's own metadata name."""

from __future__ import annotations

import re

from corpus.textdates import date_line

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
        r"statement|déclaration commune|declaración conjunta|بيان مشترك|заявление",
        "声明|聲明",
    ),
    ("speech", r"speech|address (?:by|to|at)|remarks|discurso|discours|выступление", ""),
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
        ("speech", r"speech|(?:opening |closing )?remarks|discours|discurso"),
        ("alert", r"urgent action|(?:early warning )?alert"),
        ("brief", r"(?:policy|issue|research)? ?brief|briefing(?: note| paper)?|fact ?sheet"),
        ("report", r"(?:annual |final |special |joint )?report|rapport|informe|bericht|تقرير"),
        ("note", r"(?:concept |background )?note(?: by the [\w-]+(?: [\w-]+)?)?"),
    )
)
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
    return next(filter(None, map(kind_label, lines[:_LINES])), "")


def kind_label(line: str) -> str:
    """The kind that a line by itself states ("Policy brief", "Resolution 12/3"), else ""."""
    if len(line) <= _LONGEST_LABEL:
        for kind, pattern in _LABELS:
            match = pattern.match(line)
            if match:
                rest = line[match.end() :].strip(" :–—|-,")
                if not rest or date_line(rest):
                    return kind
    return ""


def kind_from_type(value: str) -> str:
    """The kind that a file's own "type" names, "" where it means something else ("post")."""
    value = " ".join(value.replace("-", " ").replace("_", " ").split()).lower()
    return kind_label(value) or _TYPES.get(value, "")
