"""Fetching an address: limits, politeness, and nothing inside private networks."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Refused
from corpus.web.address import follow, normal, parse, same_site, typed
from corpus.web.errors import Unfetched
from corpus.web.fetch import Fetched, Fetcher
from corpus.web.listing import read_listing
from corpus.web.network import Allowed, Network, is_public
from corpus.web.transfer import Limits
from tests.corpus.website import Answer, Headers, Site, moved, website

QUICK = Limits(connect=2, silence=0.4, whole=0.8, size=100_000, redirects=3, pause=0)
HERE = Network(Allowed.parse("127.0.0.1"))


@pytest.fixture
def site() -> Iterator[Site]:
    with website() as running:
        running.pages["/"] = "<p>The council met on Monday.</p>"
        yield running


def fetch(url: str, network: Network = HERE, limits: Limits = QUICK) -> Fetched:
    with Fetcher(network, limits) as fetcher:
        return fetcher.fetch(url)


def refused(url: str, network: Network = HERE, limits: Limits = QUICK) -> str:
    with pytest.raises(Unfetched) as failure:
        fetch(url, network, limits)
    return str(failure.value)


def at(*addresses: str, allowed: str = "127.0.0.0/8") -> Network:
    """A network in which every name has these addresses."""
    return Network(Allowed.parse(allowed), lambda host, port: list(addresses))


# What is asked


def test_a_page_is_fetched_under_the_name_of_rapporteur(site: Site) -> None:
    fetched = fetch(site.url())
    assert fetched.data == b"<p>The council met on Monday.</p>"
    assert (fetched.url, fetched.kind, fetched.charset) == (site.url("/"), "text/html", "utf-8")
    assert site.requests[-1][1]["user-agent"].startswith("Rapporteur/0.")
    assert site.requests[-1][1]["host"] == site.address.removeprefix("http://")


def test_proxies_named_in_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(site.url()).data


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("javascript:alert(1)", "http://"),
        ("data:text/html,hello", "http://"),
        ("file:///etc/passwd", "http://"),
        ("ftp://example.org/a", "http://"),
        ("http://", "no host"),
        ("http://me:secret@example.org/", "password"),
        ("http://example.org\\@127.0.0.1/", "backslash"),
        ("http://example.org/a b", "blank"),
        ("http://exam\x00ple.org/", "control"),
        ("http://example.org/\u202egpj.exe", "control"),
        ("http://example.org/\r\nHost:x", "control"),
        ("http://example.org:0/", "port"),
        ("http://example.org:99999/", "port"),
        ("http://example.org:22/", "port 22"),
        ("http://[::1/", "valid"),
        ("http://exa%5bmple/", "no host's name"),
        ("http://example.org/" + "a" * 3000, "longer"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(address: str, reason: str) -> None:
    assert reason in refused(address, at("93.184.215.14"))


def test_one_address_is_written_in_one_way() -> None:
    assert normal(" HTTPS://WWW.Example.ORG:443/a/../b#part ") == "https://www.example.org/b"
    assert normal("http://example.org") == "http://example.org/"
    assert normal("https://bücher.example/ü") == "https://xn--bcher-kva.example/%C3%BC"


def test_a_pasted_address_may_lack_its_scheme() -> None:
    assert typed(" www.example.org/news ") == "https://www.example.org/news"
    assert typed("not an address") == "not an address"


def test_hosts_of_one_site() -> None:
    assert same_site("www.example.org", "example.org")
    assert same_site("media.example.org", "www.example.org")
    assert not same_site("one.example", "two.example")
    assert not same_site("notexample.org", "example.org")


# Where nothing is fetched


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.0.8
    198.18.0.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 fec0::1
    ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1
    2002:7f00:1:: 2001::1 100::1 3fff::1 5f00::1""".split(),
)
def test_addresses_of_private_and_special_networks_are_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert "private network" in refused("http://names.example/", at(address, allowed=""))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_addresses_on_the_open_internet_are_not(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:7f00:1]"])
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    assert "private network" in refused(f"http://{host}:8080/", Network())


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    assert "private" in refused("http://a.example/", at("93.184.215.14", "10.0.0.1", allowed=""))


def test_what_is_allowed_is_named_by_host_address_or_network(site: Site) -> None:
    port = site.address.rpartition(":")[2]
    for allowed in ("intranet.example", "127.0.0.1", "10.0.0.0/8, 127.0.0.0/8"):
        assert fetch(f"http://intranet.example:{port}/", at("127.0.0.1", allowed=allowed)).data
    with pytest.raises(ValueError, match="neither/nor"):
        Allowed.parse("neither/nor")


def test_a_redirect_into_a_private_network_is_not_followed(site: Site) -> None:
    site.pages["/in"] = moved("http://10.0.0.1/secret")
    site.pages["/file"] = moved("file:///etc/passwd")
    assert "'10.0.0.1' is inside a private network" in refused(site.url("/in"))
    assert "redirects to an address that is not followed" in refused(site.url("/file"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a whole network of loopbacks")
def test_a_name_that_changes_its_address_leads_nowhere_else() -> None:
    """The public address is 127.0.0.2 here, and the private one behind the same port .1."""
    with website("127.0.0.2") as public:
        port = int(public.address.rpartition(":")[2])
        public.pages["/"] = "<p>Harmless.</p>"
        turns = iter([["127.0.0.2"], ["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])
        rebound = Network(Allowed.parse("127.0.0.2"), lambda host, port: next(turns))
        with Fetcher(rebound, QUICK) as fetcher:
            assert fetcher.fetch(f"http://rebind.example:{port}/").data == b"<p>Harmless.</p>"
            with pytest.raises(Unfetched, match="private network"):
                fetcher.fetch(f"http://rebind.example:{port}/")


def test_an_unknown_host_is_named() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    network = Network(resolve=nobody)
    assert "there is no host 'nowhere.example'" in refused("https://nowhere.example/", network)


def test_the_host_keeps_its_name_in_a_secure_connection(tmp_path: Path) -> None:
    seen: list[str | None] = []
    server, client = certified("site.example", tmp_path, seen)
    with website(tls=server) as site:
        site.pages["/"] = "<p>Secure.</p>"
        port = site.address.rpartition(":")[2]
        with Fetcher(at("127.0.0.1"), QUICK, tls=client) as fetcher:
            assert fetcher.fetch(f"https://site.example:{port}/").data == b"<p>Secure.</p>"
            with pytest.raises(Unfetched, match="certificate of 'other.example'"):
                fetcher.fetch(f"https://other.example:{port}/")
        assert seen[0] == "site.example"
        assert site.requests[-1][1]["host"] == f"site.example:{port}"


def certified(
    name: str, folder: Path, seen: list[str | None]
) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for `name`, and a client's that trusts it."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "site.pem").write_bytes(private + pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "site.pem")
    server.sni_callback = lambda _, asked, __: seen.append(asked)  # type: ignore[assignment]
    return server, ssl.create_default_context(cadata=pem.decode())


# Limits


def test_redirects_are_followed_to_the_page_they_lead_to(site: Site) -> None:
    site.pages["/old"] = moved("/older", 301)
    site.pages["/older"] = moved(site.url("/#top"), 308)
    assert fetch(site.url("/old")).url == site.url("/")


def test_redirects_in_a_circle_and_without_end_are_refused(site: Site) -> None:
    site.pages["/a"], site.pages["/b"] = moved("/b"), moved("/a")
    for number in range(9):
        site.pages[f"/{number}"] = moved(f"/{number + 1}")
    assert "circle" in refused(site.url("/a"))
    assert "more than 3 times" in refused(site.url("/0"))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "no such page"),
        (410, "410 Gone"),
        (403, "save it and add the file"),
        (500, "try again later"),
        (204, "no page"),
        (304, "no page"),
        (302, "no page"),
        (418, "418"),
    ],
)
def test_an_answer_without_a_page_says_what_to_do(site: Site, status: int, reason: str) -> None:
    site.pages["/x"] = Answer(status=status)
    assert reason in refused(site.url("/x"))


def test_only_the_site_itself_says_that_a_page_is_gone(site: Site) -> None:
    gone = []
    for status in (404, 410, 403, 500):
        site.pages["/x"] = Answer(status=status)
        with pytest.raises(Unfetched) as failure:
            fetch(site.url("/x"))
        gone.append(failure.value.gone)
    assert gone == [True, True, False, False]


def test_a_site_that_does_not_answer_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert "accepts no connection" in refused(url)


def test_a_slow_drip_ends_with_the_time_for_a_transfer(site: Site) -> None:
    site.pages["/drip"] = Answer(b"x" * 1000, drip=0.05)
    began = time.monotonic()
    assert "longer than 0.8 seconds" in refused(site.url("/drip"))
    assert time.monotonic() - began < 3


def test_headers_that_never_end_do_with_the_time_for_a_transfer() -> None:
    def drip(server: socket.socket) -> None:
        client = server.accept()[0]
        with contextlib.suppress(OSError):
            client.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while True:
                client.sendall(b"a")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=[server], daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert "longer than 0.8 seconds" in refused(url)


def test_a_name_server_is_not_waited_for_longer_than_a_transfer_may_take() -> None:
    over = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        over.wait(10)
        return []

    assert "longer than 0.8 seconds" in refused("http://slow.example/", Network(resolve=slow))
    over.set()


def test_a_silent_server_is_not_waited_for(site: Site) -> None:
    site.pages["/hush"] = Answer(b"xx", drip=5)
    assert "sent nothing for 0.4 seconds" in refused(site.url("/hush"))


def test_a_transfer_can_be_stopped(site: Site) -> None:
    site.pages["/drip"] = Answer(b"x" * 1000, drip=0.05)
    with Fetcher(HERE, Limits(pause=0)) as fetcher:
        threading.Timer(0.2, fetcher.__exit__, (None, None, None)).start()
        with pytest.raises(Unfetched, match="stopped"):
            fetcher.fetch(site.url("/drip"))


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"x" * 100_001),
        Answer(b"x" * 300_000, headers={"Content-Length": ""}),
        Answer(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}),
    ],
    ids=["oversized", "oversized, of unknown length", "gzip bomb"],
)
def test_too_much_is_refused_while_it_comes_in(site: Site, answer: Answer) -> None:
    site.pages["/big"] = answer
    assert "more than the 0.0954 MB that are fetched" in refused(site.url("/big"))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(b"half", headers={"Content-Length": "80"}), "broke off"),
        (Answer(b"x", headers={"Content-Length": "many"}), "broke off"),
        (Answer(gzip.compress(b"x" * 99)[:-9], headers={"Content-Encoding": "gzip"}), "broke off"),
        (Answer(b"not gzip", headers={"Content-Encoding": "gzip"}), "packed it wrongly"),
        (Answer(b"?", headers={"Content-Encoding": "br"}), "not asked for"),
        (Answer(b""), "empty"),
    ],
)
def test_lying_about_length_or_packing_is_noticed(site: Site, answer: Answer, reason: str) -> None:
    site.pages["/liar"] = answer
    assert reason in refused(site.url("/liar"))


def test_packed_pages_are_unpacked(site: Site) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    site.pages["/gz"] = Answer(packed, headers={"Content-Encoding": "gzip"})
    assert fetch(site.url("/gz")).data == b"one two"


# Politeness


def test_robots_txt_is_asked_once_and_heeded(site: Site) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /private\n"
    site.pages["/private/a"] = "<p>Not for programs.</p>"
    with Fetcher(HERE, QUICK) as fetcher:
        fetcher.fetch(site.url())
        with pytest.raises(Unfetched, match=r"robots\.txt asks programs not to fetch"):
            fetcher.fetch(site.url("/private/a"))
    assert [path for path, _ in site.requests] == ["/robots.txt", "/"]


def test_robots_txt_may_speak_to_rapporteur_by_name(site: Site) -> None:
    site.pages["/robots.txt"] = "User-agent: Rapporteur\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    assert "robots.txt" in refused(site.url())


def test_robots_txt_is_heeded_where_a_redirect_leads(site: Site) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /private\n"
    site.pages["/way"] = moved("/private/a")
    assert "robots.txt" in refused(site.url("/way"))
    assert site.asked() == ["/way"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_site_that_fails_to_say_what_it_allows_is_left_alone(
    site: Site, status: int, allowed: bool
) -> None:
    site.pages["/robots.txt"] = Answer(status=status)
    if allowed:
        assert fetch(site.url()).data
    else:
        assert "does not say what programs may fetch" in refused(site.url())
        assert site.asked() == []


def test_requests_to_a_host_lie_a_pause_apart_and_longer_where_asked(site: Site) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.2\n"
    began = time.monotonic()
    with Fetcher(HERE, QUICK) as fetcher:
        fetcher.fetch(site.url())
        fetcher.fetch(site.url())
    assert 0.2 <= time.monotonic() - began < 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_again_when_it_says(site: Site, status: int) -> None:
    answers = iter([Answer(status=status, headers={"Retry-After": "0"}), Answer(b"<p>Now.</p>")])
    site.pages["/busy"] = lambda headers: next(answers)
    assert fetch(site.url("/busy")).data == b"<p>Now.</p>"


@pytest.mark.parametrize("after", ["3600", "in an hour"])
def test_a_site_that_asks_for_a_long_pause_gets_it(site: Site, after: str) -> None:
    if after != "3600":
        after = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    site.pages["/busy"] = Answer(status=503, headers={"Retry-After": after})
    with Fetcher(HERE, QUICK) as fetcher:
        with pytest.raises(Unfetched, match="try again later"):
            fetcher.fetch(site.url("/busy"))
        with pytest.raises(Unfetched, match="left alone for 60 minutes"):
            fetcher.fetch(site.url())
    assert site.asked() == ["/busy"]


def test_an_unchanged_page_is_not_transferred_again(site: Site) -> None:
    def page(headers: Headers) -> Answer:
        if headers.get("if-none-match") == '"one"':
            return Answer(status=304)
        return Answer(b"<p>Hello.</p>", headers={"ETag": '"one"', "Last-Modified": "yesterday"})

    site.pages["/page"] = page
    with Fetcher(HERE, QUICK) as fetcher:
        first = fetcher.fetch(site.url("/page"))
        again = fetcher.fetch(site.url("/page"), first.validators)
    assert first.data and again.data is None
    assert again.validators == first.validators
    assert site.requests[-1][1]["if-modified-since"] == "yesterday"


def test_what_is_known_of_one_address_is_not_told_to_another(site: Site) -> None:
    site.pages["/a"] = moved("/b")
    site.pages["/b"] = Answer(b"<p>B</p>", headers={"ETag": '"b"'})
    site.pages["/c"] = Answer(b"<p>C</p>", headers={"ETag": '"c"'})
    with Fetcher(HERE, QUICK) as fetcher:
        known = fetcher.fetch(site.url("/a")).validators
        site.pages["/a"] = moved("/c")
        assert fetcher.fetch(site.url("/a"), known).data == b"<p>C</p>"
    assert all("if-none-match" not in headers for _, headers in site.requests)


# Whatever is given


@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("http://a.example/{}".format)))
def test_any_text_is_an_address_in_its_usual_form_or_refused(text: str) -> None:
    with contextlib.suppress(Unfetched):
        usual = normal(text)
        assert usual.startswith(("http://", "https://")) and usual.isascii()
        assert normal(usual) == usual


@given(st.text(max_size=60))
def test_any_host_and_any_reference_lead_to_an_address_or_nowhere(text: str) -> None:
    base = parse("https://example.org/a/b?c")
    for make in (lambda: follow(base, text), lambda: parse(f"https://{text}")):
        with contextlib.suppress(Unfetched):
            assert make().scheme in ("http", "https")


@given(st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda s: f"<rss>{s}".encode())))
def test_any_bytes_are_a_list_of_addresses_or_none(data: bytes) -> None:
    with contextlib.suppress(Refused):
        read_listing(data, "https://example.org/feed")
