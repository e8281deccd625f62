"""E-mail: the text of a message, its subject, sender and date."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from corpus.authors import is_person
from corpus.errors import Refused
from corpus.formats.html import read_html
from corpus.formats.reading import Reading


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
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise Refused("the e-mail holds no text: save its attachments and sync those")
    content = body.get_content()
    if body.get_content_subtype() == "html":
        text, wrapped = read_html(content.encode()).text, False
    else:
        text, wrapped = content, True
    attached = [part.get_filename() or "unnamed" for part in message.iter_attachments()]
    return Reading(
        text=text,
        fields={name: value for name, value in fields.items() if value},
        origin="e-mail header",
        wrapped=wrapped,
        notes={"attachments": f"not read: {', '.join(attached)}"} if attached else {},
    )


def _date(message: EmailMessage) -> str:
    """The day on which the message was sent, "" where it doesn't say so properly."""
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        return ""
