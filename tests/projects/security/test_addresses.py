"""Whose request it is, behind proxies and behind those who pretend to be one."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from additionality.environment import BadSetting, Environment
from projects.security.addresses import client_address, client_behind, neighbourhood

PROXIES = ["10.0.0.0/24", "unix", "2001:db8::1"]


def seen(peer: str, **headers: str):
    """The request as the views see it."""
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
    found = []
    client_address(lambda one: found.append(one) or HttpResponse())(request)
    return found[0]


@pytest.fixture(autouse=True)
def proxies(settings) -> None:
    settings.TRUSTED_PROXIES = PROXIES


@pytest.mark.parametrize(
    ("peer", "said", "client"),
    [
        pytest.param("10.0.0.7", "203.0.113.9", "203.0.113.9", id="one proxy"),
        pytest.param("10.0.0.7", "203.0.113.9, 10.0.0.8", "203.0.113.9", id="two proxies"),
        pytest.param("", "203.0.113.9", "203.0.113.9", id="a proxy by a socket file"),
        pytest.param("2001:db8::1", "2001:db8:5::2", "2001:db8:5::2", id="IPv6"),
        pytest.param("10.0.0.7", "1.1.1.1, 203.0.113.9", "203.0.113.9", id="made up in front"),
        pytest.param("10.0.0.7", "10.0.0.9, 203.0.113.9", "203.0.113.9", id="pretending a proxy"),
        pytest.param("10.0.0.7", "203.0.113.9:4711", "203.0.113.9", id="with a port"),
        pytest.param("10.0.0.7", "[2001:db8::9]:4711", "2001:db8::9", id="IPv6 with a port"),
        pytest.param("10.0.0.7", "::ffff:203.0.113.9", "203.0.113.9", id="IPv4 in IPv6"),
        pytest.param("10.0.0.7", "fe80::9%eth0", "fe80::9", id="IPv6 with a zone"),
        pytest.param("10.0.0.7", "", "10.0.0.7", id="a proxy that says nothing"),
        pytest.param("10.0.0.7", "1.1.1.1, nonsense", "10.0.0.7", id="no address at the end"),
        pytest.param("10.0.0.7", "１.1.1.1", "10.0.0.7", id="full-width digits"),
        pytest.param("203.0.113.9", "1.1.1.1", "203.0.113.9", id="a client of its own word"),
        pytest.param("10.0.1.1", "1.1.1.1", "10.0.1.1", id="just outside the network"),
    ],
)
def test_the_client_is_the_last_one_a_proxy_of_ours_vouches_for(peer, said, client):
    assert seen(peer, x_forwarded_for=said).META["REMOTE_ADDR"] == client


def test_a_stranger_says_nothing_of_host_or_scheme(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    said = {"x_forwarded_proto": "https", "x_forwarded_host": "evil.example", "forwarded": "a"}

    stranger, proxy = seen("203.0.113.9", **said), seen("10.0.0.7", **said)

    assert not stranger.is_secure()
    assert proxy.is_secure()
    assert [name for name in stranger.META if "FORWARDED" in name] == []


def test_no_proxy_is_believed_where_none_is_named():
    assert client_behind("10.0.0.7", "203.0.113.9", []) == "10.0.0.7"


def test_an_ipv6_subscriber_counts_once():
    requests = [seen(peer) for peer in ("2001:db8:1:2::1", "2001:db8:1:2:ff::9", "203.0.113.9")]

    places = [neighbourhood(request) for request in requests]
    assert places == ["2001:db8:1:2::/64", "2001:db8:1:2::/64", "203.0.113.9"]


@pytest.mark.parametrize("word", ["0.0.0.0/0", "::/0", "10.0.0.1/24", "proxy.example", "*"])
def test_a_setting_that_trusts_everybody_or_nobody_known_stops_the_start(word):
    with pytest.raises(BadSetting, match="TRUSTED_PROXIES has"):
        Environment({"TRUSTED_PROXIES": f"127.0.0.1,{word}"}).proxies("TRUSTED_PROXIES", [])


@pytest.mark.parametrize(
    ("said", "trusted"),
    [("none", []), ("", ["127.0.0.1"]), ("unix, 10.0.0.0/8", ["unix", "10.0.0.0/8"])],
)
def test_proxies_are_named_one_by_one(said, trusted):
    assert Environment({"P": said}).proxies("P", ["127.0.0.1"]) == trusted
