"""Whose request it is: the client's address, also behind proxies, and never one that is made up."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Address = IPv4Address | IPv6Address
Handler = Callable[[HttpRequest], HttpResponse]

UNIX = "unix"  # what TRUSTED_PROXIES calls whoever connects by a socket file
FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


def client_address(get_response: Handler) -> Handler:
    """Middleware: `REMOTE_ADDR` becomes the address of the client.

    What a proxy of ours says of its client is believed; what anybody else says is taken away
    before anything reads it, `X-Forwarded-Proto` included.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer, settings.TRUSTED_PROXIES):
            said = request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = client_behind(peer, said, settings.TRUSTED_PROXIES)
        else:
            for name in FORWARDED:
                request.META.pop(name, None)
        return get_response(request)

    return answered


def is_trusted(peer: str, proxies: Sequence[str]) -> bool:
    """Whether `peer` is a proxy of ours; an empty one came by a socket file."""
    if not peer:
        return UNIX in proxies
    address = read_address(peer)
    networks = (ip_network(one) for one in proxies if one != UNIX)
    return address is not None and any(address in network for network in networks)


def client_behind(peer: str, said: str, proxies: Sequence[str]) -> str:
    """The last address that a trusted proxy vouches for, reading `said` from its end.

    Each proxy adds whom it heard from at the end; the beginning is whatever the client sent.
    Where an entry is no address, the proxy that passed it on is as far as is known.
    """
    known = peer
    for entry in reversed(said.split(",")):
        address = read_address(entry.strip())
        if address is None or not is_trusted(known, proxies):
            break
        known = str(address)
    return known


def read_address(text: str) -> Address | None:
    """An address, also with a port, a zone or in brackets; None where it is none."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def neighbourhood(request: HttpRequest) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one IPv6 subscriber gets."""
    address = read_address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "")
