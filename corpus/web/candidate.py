"""A fetched page as something that can be read, like a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.discover import READER_VERSION, Candidate
from corpus.errors import ReadError
from corpus.web.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Stored:
    """What a library knows of a page: its server's validators, the fingerprint of its bytes."""

    validators: Mapping[str, str]
    fingerprint: str

    def for_request(self) -> Mapping[str, str]:
        """The validators, where the same bytes would be read as they were then."""
        same = self.validators.get("reader") == str(READER_VERSION)
        return self.validators if same else {}


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page: its bytes lie in the file `body`, or, where nothing changed, with the library.

    `fetched` says where the bytes came from; its own `data` is empty. `stored` is what was known.
    """

    location: str
    root: str
    fetched: Fetched
    body: Path | None
    stored: Stored | None

    @property
    def source(self) -> str:
        return self.location

    @property
    def described(self) -> Candidate:
        about = {
            "url": self.fetched.url,
            "kind": self.fetched.kind,
            "charset": self.fetched.charset,
        }
        return Candidate(self.location, self.source, self.root, fetched=about)

    @property
    def validators(self) -> Mapping[str, str]:
        return {**self.fetched.validators, "reader": str(READER_VERSION)}

    @property
    def standing(self) -> str:
        """Nothing tells: the page's server is asked."""
        return ""

    def data(self) -> bytes:
        """The bytes. Raises ReadError when they were not fetched, or are gone."""
        try:
            if self.body is not None:
                return self.body.read_bytes()
        except OSError as error:
            raise ReadError(self.source, f"what was fetched can't be read back: {error}") from None
        raise ReadError(self.source, "the page has not changed and was not fetched again")

    def fingerprint(self) -> str:
        """What changes when the page, its address or the way of reading does.

        Raises ReadError as `data`.
        """
        if self.body is None and self.stored is not None:
            return self.stored.fingerprint
        told = f"{READER_VERSION}\0{self.fetched.url}\0{self.fetched.kind}\0{self.fetched.charset}"
        return hashlib.sha256(told.encode() + b"\0" + self.data()).hexdigest()

    def captured(self) -> str:
        return self.fetched.when
