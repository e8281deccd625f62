"""E-mail: the text of a message, its subject, sender and date."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from corpus.authors import is_person
from corpus.decode import Decoded, decoded
from corpus.errors import Refused
from corpus.formats.html import read_html
from corpus.formats.reading import Reading

# A plain text this much shorter than the same message in HTML only says that there is one.
_FAR_SHORTER = 4


def read_mail(data: bytes) -> Reading:
    """The text of an e-mail; attachments are not read, which is noted.

    Raises Refused for what is no e-mail or holds no text.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Refused("the file is no e-mail, whatever its name says: save the message again")
    sender = " ".join(parseaddr(str(message["from"] or ""))[0].split())
    fields = {
        "title": " ".join(str(message["subject"] or "").split()),
        "date": _date(message),
        "author": sender if is_person(sender) else "",
    }
    found = _body(message)
    attached = list(_attached(message))
    return Reading(
        text=found.text,
        fields={name: value for name, value in fields.items() if value},
        origin="e-mail header",
        wrapped=found.wrapped,
        notes={
            **found.notes,
            **({"attachments": f"not read: {', '.join(attached)}"} if attached else {}),
        },
    )


def _body(message: EmailMessage) -> Reading:
    """What the message says, in plain text unless that leaves out what its HTML says."""
    plain, page = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    text = _decoded(plain) if isinstance(plain, EmailMessage) else Decoded("")
    if isinstance(plain, EmailMessage) and str(plain.get_param("format")).lower() == "flowed":
        delsp = str(plain.get_param("delsp")).lower() == "yes"
        text = replace(text, text=_unflowed(text.text, delsp))
    found = Reading(text=text.text, wrapped=True, notes=text.notes())
    if isinstance(page, EmailMessage) and page is not plain:
        content = _decoded(page)
        shown = read_html(content.text.encode()).text if content.text.strip() else ""
        if len(shown) > _FAR_SHORTER * len(text.text.strip()):
            found = Reading(text=shown, notes=content.notes())
    if not found.text.strip():
        raise Refused("the e-mail holds no text: save its attachments and sync those")
    return found


def _decoded(part: EmailMessage) -> Decoded:
    """The text of a part, in the encoding that it names where that fits, else as its bytes say."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return Decoded("")
    named = part.get_content_charset("")
    try:
        return Decoded(content.decode(named or "ascii"))
    except (LookupError, ValueError):
        return decoded(content)


def _unflowed(text: str, delsp: bool) -> str:
    """A text whose lines go on where one ends with a space (RFC 3676); `delsp`: one that goes."""
    lines = text.splitlines()
    joined: list[str] = []
    goes_on = False
    for line in lines:
        line = line.removeprefix(" ")
        if goes_on and not line.startswith(">"):
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = line.endswith(" ") and line != "-- "
        if goes_on and delsp:
            joined[-1] = joined[-1].removesuffix(" ")
    return "\n".join(joined)


def _attached(message: EmailMessage) -> Iterator[str]:
    """The names of what is attached, but for the pictures that a page shows inside it."""
    for part in message.iter_attachments():
        name = " ".join((part.get_filename() or "").split())
        if name or part.get_content_maintype() != "image":
            kind = "a message" if part.get_content_type() == "message/rfc822" else "unnamed"
            yield name or kind


def _date(message: EmailMessage) -> str:
    """The day on which the message was sent, "" where it doesn't say so properly."""
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        return ""
