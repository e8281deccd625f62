"""HTML that cannot forget to escape: plain text is escaped, only `Html` passes as it is."""

from __future__ import annotations

import html


class Html(str):
    """Markup that this package built itself. Anything else is text and gets escaped."""

    __slots__ = ()


Child = str | int | None


def text(value: object) -> Html:
    """`value` as escaped text; carriage returns survive the browser's parser as references."""
    return Html(html.escape(str(value), quote=True).replace("\r", "&#13;").replace("\0", "\ufffd"))


def join(*parts: Child) -> Html:
    """The parts one after another; plain strings are escaped, None is left out."""
    return Html(
        "".join(
            part if isinstance(part, Html) else text(part) for part in parts if part is not None
        )
    )


def tag(name: str, *children: Child, **attributes: object) -> Html:
    """An element. `class_` gives class, `data_turn` data-turn; None and False are left out."""
    opening = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        opening.append(attribute if value is True else f'{attribute}="{text(value)}"')
    return Html(f"<{' '.join(opening)}>{join(*children)}</{name}>")
