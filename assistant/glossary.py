"""Short forms of the field: questions use them, documents spell them out."""

from __future__ import annotations

import re

_FORMS = {
    "R2P": "responsibility to protect",
    "RtoP": "responsibility to protect",
    "POC": "protection of civilians",
    "UN": "United Nations",
    "UNSC": "Security Council",
    "UNGA": "General Assembly",
    "HRC": "Human Rights Council",
    "OHCHR": "High Commissioner for Human Rights",
    "UNHCR": "High Commissioner for Refugees",
    "UPR": "universal periodic review",
    "SG": "Secretary-General",
    "UNSG": "Secretary-General",
    "ICC": "International Criminal Court",
    "ICJ": "International Court of Justice",
    "ECHR": "European Court of Human Rights",
    "ICTY": "tribunal for the former Yugoslavia",
    "ICTR": "tribunal for Rwanda",
    "IIIM": "International, Impartial and Independent Mechanism",
    "IIMM": "Independent Investigative Mechanism for Myanmar",
    "IDP": "internally displaced persons",
    "IDPs": "internally displaced persons",
    "IHL": "international humanitarian law",
    "CAT": "Convention against Torture",
    "CRC": "Convention on the Rights of the Child",
    "CRPD": "Convention on the Rights of Persons with Disabilities",
    "CEDAW": "Convention on the Elimination of All Forms of Discrimination against Women",
    "SDGs": "Sustainable Development Goals",
    "MDGs": "Millennium Development Goals",
    "NPT": "Non-Proliferation of Nuclear Weapons",
    "CTBT": "Comprehensive Nuclear-Test-Ban Treaty",
    "JCPOA": "Joint Comprehensive Plan of Action",
    "OPCW": "Organization for the Prohibition of Chemical Weapons",
    "AU": "African Union",
    "EU": "European Union",
    "ECOWAS": "Economic Community of West African States",
    "ASEAN": "Association of Southeast Asian Nations",
    "P5": "permanent members of the Security Council",
    "PM": "Prime Minister",
    "MPs": "members of parliament",
    "NGO": "non-governmental organization",
    "NGOs": "non-governmental organizations",
    "ISIS": "Da'esh Islamic State",
    "ISIL": "Da'esh Islamic State",
    "GDP": "gross domestic product",
    "GNP": "gross national product",
    "ODA": "official development assistance",
    "ICCPR": "Covenant on Civil and Political Rights",
    "ICESCR": "Covenant on Economic, Social and Cultural Rights",
    "ICERD": "Convention on the Elimination of All Forms of Racial Discrimination",
    "CPED": "Convention for the Protection of All Persons from Enforced Disappearance",
    "UDHR": "Universal Declaration of Human Rights",
    "UNCLOS": "Convention on the Law of the Sea",
    "FGM": "female genital mutilation",
    "GBV": "gender-based violence",
    "WMD": "weapons of mass destruction",
    "SIDS": "small island developing States",
    "LDCs": "least developed countries",
}
# Everyday words, which an embedding model knows as well as what they stand for.
_KNOWN = frozenset({"UN", "PM", "EU", "NGO", "NGOs", "ISIS", "ISIL"})
_FORM = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _FORMS), key=len, reverse=True))})\b")


def spelled_out(text: str) -> tuple[str, ...]:
    """What the short forms in `text` stand for, each once, in order.

    Capital letters count: "us" and "cat" are words.
    """
    return tuple(dict.fromkeys(_FORMS[match.group()] for match in _FORM.finditer(text)))


def short_forms(text: str) -> frozenset[str]:
    """The short forms in `text`."""
    return frozenset(match.group() for match in _FORM.finditer(text))


def written_out(text: str) -> str:
    """`text` with its short forms spelled out, for an embedding model that doesn't know them."""
    return _FORM.sub(
        lambda found: found.group() if found.group() in _KNOWN else _FORMS[found.group()], text
    )
