"""A quotation with its reference, in the forms that people paste.

Everything in a citation comes from documents nobody vouches for: each form escapes it for where it
is pasted, and only ordinary web addresses become links.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from assistant.results import Citation
from assistant.wording import date_words, escaped, on_page

_LONG = 12
_ENDS = 5
# Tie and caret among them: these do something in TeX.
_TEX = {
    **{char: f"\\{char}" for char in "#$%&_"},
    # BibTeX counts braces, escaped or not.
    **{"{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
}
# What may stand in a link as it is: RFC 3986's characters without quotes, brackets and braces.
_IN_LINK = "/?#:@!$&*+,;=~%-._"


def card(citation: Citation, form: str) -> str:
    """The citation in one of `FORMS`. Raises KeyError for another form."""
    return FORMS[form](citation)


def cards(citation: Citation) -> dict[str, str]:
    """The citation in every form, by the form's name."""
    return {form: write(citation) for form, write in FORMS.items()}


def web_address(url: str) -> str:
    """`url` when it is an ordinary web address that may be linked to, else ""."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    clean = url.isprintable() and " " not in url
    return url if clean and parts.scheme in ("http", "https") and parts.hostname else ""


def fragment_link(citation: Citation) -> str:
    """The address of the document with a text fragment that leads to the quotation, else "".

    The form is that of the URL Fragment Text Directives draft: short quotations whole, long ones
    and those of several paragraphs by their first and last words.
    """
    address = web_address(citation.url)
    if not address:
        return ""
    words = citation.quote.split()
    whole = len(words) <= _LONG and "\n" not in citation.quote.strip()
    texts = [words] if whole else [words[:_ENDS], words[-_ENDS:]]
    directive = ",".join(_directive(" ".join(text)) for text in texts)
    scheme, host, path, query, fragment = urlsplit(address)
    kept = fragment.split(":~:")[0]
    return escaped_address(urlunsplit((scheme, host, path, query, f"{kept}:~:text={directive}")))


def footnote(citation: Citation) -> str:
    """A footnote's text: who, in what, when, on which page, where, and the words."""
    source, address, words = footnote_parts(citation)
    return f"{_joined(source, address)}: {words}"


def footnote_parts(citation: Citation) -> tuple[str, str, str]:
    """What a footnote consists of: the source, its web address ("" for none), the words."""
    who = f"{citation.speaker}, quoted in" if citation.speaker else ""
    by = _joined(citation.publisher, f"“{_line(citation.title)}”", _date(citation), _page(citation))
    end = "" if citation.quote.rstrip().endswith((".", "!", "?", "…")) else "."
    return _line(f"{who} {by}"), web_address(citation.url), f"{_quoted(citation)}{end}"


def escaped_address(address: str) -> str:
    """A web address with every character escaped that could end a link or begin markup."""
    return quote(address, safe=_IN_LINK)


def plain(citation: Citation) -> str:
    """The quotation with its reference on one line."""
    return f"{_quoted(citation)} — {_reference(citation, web_address(citation.url))}"


def markdown(citation: Citation) -> str:
    """A block quotation, with the title linked to the words."""
    link = fragment_link(citation)
    title = escaped(_line(citation.title))
    linked = f"[{title}](<{link}>)" if link else title
    speaker, publisher = (escaped(_line(name)) for name in (citation.speaker, citation.publisher))
    reference = _joined(speaker, linked, publisher, _date(citation), _page(citation))
    paragraphs = [escaped(_line(text)) for text in citation.quote.split("\n\n")]
    return "\n>\n".join(f"> {text}" for text in (*paragraphs, f"— {reference}"))


def hypertext(citation: Citation) -> str:
    """An HTML block quotation, with the title linked to the words."""
    link = fragment_link(citation)
    title = f"<cite>{html.escape(_line(citation.title))}</cite>"
    if link:
        title = f'<a href="{html.escape(link)}">{title}</a>'
    date = f'<time datetime="{html.escape(citation.date)}">{html.escape(_date(citation))}</time>'
    parts = (
        html.escape(_line(citation.speaker)),
        title,
        html.escape(_line(citation.publisher)),
        date if citation.date else "undated",
        _page(citation),
    )
    address = web_address(citation.url)
    source = f' cite="{html.escape(escaped_address(address))}"' if address else ""
    words = "".join(f"<p>{html.escape(_line(text))}</p>" for text in citation.quote.split("\n\n"))
    return f"<blockquote{source}>{words}<footer>— {_joined(*parts)}</footer></blockquote>"


def bibtex(citation: Citation) -> str:
    """A BibTeX entry of the document, with the words in its note."""
    year, month, day = (*citation.date.split("-"), "", "", "")[:3]
    address = web_address(citation.url)
    fields = {
        "author": f"{{{_tex(citation.publisher)}}}" if citation.publisher else "",
        "title": f"{{{_tex(citation.title)}}}",
        "year": year,
        "month": str(int(month)) if month else "",
        "day": str(int(day)) if day else "",
        "pages": str(citation.page or ""),
        "url": escaped_address(address),
        "note": _tex(
            f"{citation.speaker}: {_quoted(citation)}" if citation.speaker else _quoted(citation)
        ),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(citation)},", *lines, "}"])


def csl_json(citation: Citation) -> str:
    """A list of one CSL-JSON item, with the words in its note."""
    address = web_address(citation.url)
    item: dict[str, Any] = {
        "id": _key(citation),
        "type": "webpage" if address else "document",
        "title": _line(citation.title),
        "author": [{"literal": _line(citation.publisher)}] if citation.publisher else None,
        "issued": {"date-parts": [[int(part) for part in citation.date.split("-")]]}
        if citation.date
        else None,
        "URL": address,
        "page": str(citation.page) if citation.page else "",
        "note": " ".join(filter(None, (_line(citation.speaker), _quoted(citation)))),
    }
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=2)


FORMS: dict[str, Callable[[Citation], str]] = {
    "footnote": footnote,
    "plain": plain,
    "markdown": markdown,
    "html": hypertext,
    "bibtex": bibtex,
    "csl-json": csl_json,
}


def _reference(citation: Citation, address: str) -> str:
    names = (citation.speaker, citation.title, citation.publisher)
    return _joined(*map(_line, names), _date(citation), _page(citation), address)


def _quoted(citation: Citation) -> str:
    return f"“{_line(citation.quote)}”"


def _date(citation: Citation) -> str:
    return date_words(citation.date) if citation.date else "undated"


def _page(citation: Citation) -> str:
    return on_page(citation.page, citation.ocr)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _line(text: str) -> str:
    """`text` on one line, without the control characters that no form can hold."""
    kept = (char for char in text if char.isspace() or unicodedata.category(char) not in _CONTROLS)
    return " ".join("".join(kept).split())


_CONTROLS = ("Cc", "Cs")


def _directive(text: str) -> str:
    # A dash, a comma and an ampersand mean something in a text directive.
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in _line(text))


def _key(citation: Citation) -> str:
    """A key of letters and digits: publisher, year and the beginning of the document's id."""
    plain_letters = unicodedata.normalize("NFKD", citation.publisher).encode("ascii", "ignore")
    name = re.sub(r"[^a-z0-9]", "", plain_letters.decode().lower())[:20] or "source"
    return f"{name}{citation.date[:4]}-{citation.document[:6]}"
