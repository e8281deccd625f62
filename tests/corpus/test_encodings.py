"""Encodings: what the bytes of a text file mean, and what was done to read them."""

from __future__ import annotations

from pathlib import Path

import ftfy.bad_codecs  # noqa: F401  names the encoding in which text is read wrongly
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decode import decoded
from corpus.document import Document
from corpus.read import Candidate, discover, read

JAPANESE = "人類社会のすべての構成員の尊厳を承認することは、世界における自由の基礎である。" * 3
CHINESE = "对人类家庭所有成员的固有尊严的承认，乃是世界自由、正义与和平的基础。" * 3
KOREAN = "모든 사람의 존엄성을 인정하는 것이 세계의 자유와 정의의 기초이다. " * 3
RUSSIAN = "Признание достоинства всех людей является основой свободы и мира. " * 3
ARABIC = "الاعتراف بكرامة جميع الناس هو أساس الحرية والعدل والسلام في العالم. " * 3
FRENCH = "La Côte d’Ivoire a été entendue – “déjà” en 2011 – par le Conseil de sécurité."
TURKISH = (
    "Güvenlik Konseyi insan hakları ihlallerini kınadı ve derhal ateşkes çağrısında bulundu."
    " İşkence iddiaları araştırılmalıdır."
)
POLISH = (
    "Rada Bezpieczeństwa potępiła łamanie praw człowieka i zażądała zawieszenia broni."
    " Źródła mówią, że zginęło wiele osób."
)
CZECH = (
    "Rada bezpečnosti odsoudila porušování lidských práv a požadovala okamžité příměří."
    " Žádné výjimky nejsou přípustné."
)
HUNGARIAN = (
    "A Biztonsági Tanács elítélte az emberi jogok megsértését, és azonnali tűzszünetet követelt."
    " A felelősöknek bíróság elé kell kerülniük."
)
LITHUANIAN = (
    "Saugumo Taryba pasmerkė žmogaus teisių pažeidimus ir pareikalavo nedelsiant nutraukti ugnį."
    " Šaltiniai teigia, kad žuvo daug žmonių."
)
ICELANDIC = (
    "Öryggisráðið fordæmdi mannréttindabrot og krafðist þess að bardögum yrði hætt þegar í stað."
    " Það verður að rannsaka ásakanir um pyntingar."
)
GERMAN = (
    "Der Sicherheitsrat verurteilte die Verstöße. Die Täter müssen für Gräueltaten büßen, hieß es."
)
SPANISH = (
    "El Consejo condenó las violaciones y pidió a España, año tras año, más protección aún así."
)
PORTUGUESE = (
    "O Conselho condenou as violações e pediu à nação que não houvesse mais agressões às mães."
)


def document(folder: Path, data: bytes) -> Document:
    (folder / "a.txt").write_bytes(data)
    (item,) = discover(folder / "a.txt")
    assert isinstance(item, Candidate)
    return read(item, "public")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859_6"),
        (JAPANESE, "iso2022_jp"),
        (TURKISH, "cp1254"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859_2"),
        (HUNGARIAN, "cp1250"),
        (LITHUANIAN, "cp1257"),
        (ICELANDIC, "cp1252"),
        (GERMAN, "cp1252"),
        (SPANISH, "cp1252"),
        (PORTUGUESE, "cp1252"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
    ],
)
def test_a_text_in_another_encoding_is_read_and_said_to_be(
    tmp_path: Path, text: str, encoding: str
) -> None:
    read_back = document(tmp_path, text.encode(encoding))
    assert read_back.text == text.strip()
    assert read_back.origin["encoding"] == encoding


@pytest.mark.parametrize("text", [JAPANESE, CHINESE, KOREAN, RUSSIAN, ARABIC, FRENCH])
def test_utf_8_needs_no_remark(tmp_path: Path, text: str) -> None:
    read_back = document(tmp_path, text.encode())
    assert read_back.text == text.strip()
    assert "encoding" not in read_back.origin and "characters" not in read_back.origin


def test_what_was_once_read_in_the_wrong_encoding_is_mended_and_said_to_be(tmp_path: Path) -> None:
    wrong = FRENCH.encode().decode("sloppy-windows-1252")
    assert "CÃ´te dâ€™Ivoire" in wrong
    read_back = document(tmp_path, f"A Statement\n\n{wrong} It was read.\n".encode())
    assert read_back.text == f"A Statement\n\n{FRENCH} It was read."
    assert read_back.origin["characters"] == "wrongly encoded characters mended in 1 line"


@given(st.text(alphabet="aäöüßéèêàçñøåœ’“”–€ .\n", min_size=1).filter(str.strip))
def test_what_is_right_is_left_as_it_is(text: str) -> None:
    assert decoded(f"The text: {text}".encode()).text == f"The text: {text}"


def test_a_real_macintosh_file(shared_data: Path) -> None:
    (item,) = discover(shared_data / "odd_files" / "sudan2011_mac_roman.txt")
    assert isinstance(item, Candidate)
    read_back = read(item, "public")
    assert read_back.origin["encoding"] == "mac_roman"
    assert "Sudan’s views on the" in read_back.text


def test_a_file_put_together_from_two_encodings_is_read_line_by_line(tmp_path: Path) -> None:
    lines = ("“UTF-8” – été".encode(), "“1252” – été".encode("cp1252"), b"plain")
    read_back = document(tmp_path, b"\n\n".join(lines))
    assert read_back.text == "“UTF-8” – été\n\n“1252” – été\n\nplain"
    assert read_back.origin["encoding"] == "utf-8 and cp1252"
