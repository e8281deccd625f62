"""What stands on a web page around a statement and is no part of it.

Every rule asks for a whole line of its own, so that a sentence that merely mentions a newsletter
or a telephone stays. Lines after the last sentence are looked at more closely: there an address,
a telephone line or a sign-up begins the page's foot, and the rest goes with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.sentences import TIGHT

_NETWORK = (
    r"(?:facebook|twitter|x|x \(twitter\)|instagram|linkedin|youtube|whatsapp|telegram|flickr|"
    r"bluesky|mastodon|threads|tiktok|reddit|pinterest|rss|e-?mail|print|copy link|share|tweet)"
)
_LINES: tuple[tuple[str, str], ...] = (
    (
        "photo credit",
        r"(?:(?:cover|header|featured|banner|main) )?(?:photo|image|picture|photograph)s?"
        r"(?: (?:credits?|courtesy(?: of)?|source|by))? ?[:©] ?[^.]{1,100}\.?"
        r"|(?:photo|image|picture)s? (?:credits?|courtesy of|©) [^.]{1,80}"
        r"|© ?(?:photo|image|picture)\b.{0,100}|©[^.]{1,60}/[^.]{1,40}",
    ),
    (
        "newsletter",
        r"(?:sign up|signup|subscribe|register|join our mailing list|get (?:our|the) latest|"
        r"get (?:our|the) news|receive (?:our|the latest)|don.t miss|"
        r"stay (?:up to date|informed|connected|in touch))\b"
        r"(?=.{0,120}(?:newsletter|updates?|mailing list|alerts?|inbox|news\b|e-?mails?|$))"
        r"[^.?]{0,120}!?",
    ),
    (
        "social media",
        rf"(?:follow|find|join|like|connect with) us(?: (?:on|at|via)\b[^.]{{0,60}})?:?"
        rf"|follow @\w+.{{0,40}}|(?:click to )?(?:share|tweet|e-?mail|print|post|save) "
        rf"(?:on|via|to|this|with)\b[^.]{{0,50}}|share(?: this)?:?"
        rf"|{_NETWORK}(?:(?: ?[|,/·•] ?| ){_NETWORK})+",
    ),
    (
        "cookie notice",
        r"(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: also)? uses? cookies\b.{0,300}"
        r"|by (?:continuing|using) .{0,60}cookies.{0,120}"
        r"|(?:accept|reject|manage|allow)(?: all)? cookies"
        r"|cookies? (?:policy|settings|preferences|notice)",
    ),
    (
        "page navigation",
        r"skip to (?:main |the )?content|back to (?:top|home|news|all \w+)"
        r"|read more|continue reading|load more|view all(?: \w+)?"
        r"|related (?:posts?|articles?|content|news|publications|resources|stories)"
        r"|(?:previous|next) (?:post|article|story|page|publication)"
        r"|privacy (?:policy|notice)|terms (?:of|and) (?:use|service|conditions)"
        r"|all rights reserved\.?"
        r"|(?:©|\(c\)|copyright)(?: ©)? ?\d{4}\b.{0,100}|donate now|log ?in|toggle navigation",
    ),
)
_RULES = tuple((what, re.compile(rf"\W{{0,3}}(?:{rule})\W{{0,3}}", re.I)) for what, rule in _LINES)
_PHONE = re.compile(
    r"(?:phone|tel(?:ephone)?|fax|mobile|cell|t|f)\s?[.:]? ?[:.]? ?"
    r"\(?\+?[\d(][\d\s().\-/]{5,}.{0,40}"
    r"|\+\d[\d\s().\-/]{7,}[|\s]*|e-?mail ?: ?\S+@\S+.{0,40}|\S+@\S+\.\w+|(?:https?://|www\.)\S+",
    re.I,
)
_ADDRESS = re.compile(
    r".*\b(?:suite|floor|room|p\.? ?o\.? box|boîte postale) [\w-]+.{0,40}"
    r"|\d{1,5} (?:[\w.'’-]+ ){1,4}(?:street|st\.?|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|plaza|"
    r"square|lane|drive)\b.{0,60}"
    r"|.{2,40},? [A-Z]{2} \d{5}(?:-\d{4})?\b.{0,30}",
    re.I,
)
_CONTACT = re.compile(
    r"(?:for )?(?:media|press|further|more) (?:contacts?|enquiries|inquiries|information)\b.{0,80}"
    r"|contacts?(?: us)?:?|address:?",
    re.I,
)
_SENTENCE_END = re.compile(rf"[.!?…؟۔{TIGHT}][\"'”’»)\]]*$")


def is_furniture(line: str) -> str:
    """What kind of page furniture the whole of `line` is, "" when it is text."""
    if len(line) > 320 or line[:1].islower():
        return ""
    return next((what for what, rule in _RULES if rule.fullmatch(line)), "")


def strip_furniture(lines: Sequence[str]) -> tuple[list[str], Counter[str]]:
    """The lines without page furniture, and how many lines of each kind were taken out."""
    removed: Counter[str] = Counter()
    body_end = _body_end(lines)
    kept: list[str] = []
    for line in lines[:body_end]:
        what = is_furniture(line.strip()) if line.strip() else ""
        if what:
            removed[what] += 1
        else:
            kept.append(line)
    foot = lines[body_end:]
    cut = _foot_start(foot)
    removed["page foot"] += sum(1 for line in foot[cut:] if line.strip())
    return kept + list(foot[:cut]), +removed


def _body_end(lines: Sequence[str]) -> int:
    """The index after the last line that is part of running text."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index].strip()
        if not line or is_furniture(line) or _PHONE.fullmatch(line) or _CONTACT.fullmatch(line):
            continue
        if len(line) > 120 or (_SENTENCE_END.search(line) and not _ADDRESS.fullmatch(line)):
            return index + 1
    return 0


def _foot_start(foot: Sequence[str]) -> int:
    """Where the page's foot begins in the lines after the text; their number if nowhere."""
    for index, line in enumerate(map(str.strip, foot)):
        if not line:
            continue
        if is_furniture(line) or _CONTACT.fullmatch(line):
            return index
        if _PHONE.fullmatch(line) or _ADDRESS.fullmatch(line):
            return _block_start(foot, index)
    return len(foot)


def _block_start(lines: Sequence[str], index: int) -> int:
    while index > 0 and lines[index - 1].strip():
        index -= 1
    return index
