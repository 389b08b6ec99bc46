"""Where events may be pushed to: the court's own network, and nothing that only this machine should reach.

An address given from outside must not become a way into the house (SSRF): the host is looked up, every address found
is checked, and the connection is made to that very address, so that a name cannot change its mind in between.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = {"http": 80, "https": 443}
LONGEST_URL = 500
# Where clouds keep the keys of their machines, inside a private range.
METADATA = (ip_address("fd00:ec2::254"), ip_address("100.100.100.200"))


class TargetRefused(Exception):
    """The address cannot be pushed to; the message says why, in Chinese and without a full stop."""


@dataclass(frozen=True)
class Target:
    """One checked receiver. ``address``: where to connect; ``host``: what to ask for there and whose certificate."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target_of(url: str) -> Target:
    """The receiver behind ``url``, looked up now. Raises TargetRefused."""
    scheme, host, port, path = _parts(url)
    addresses = _addresses(host, port)
    for address in addresses:
        _check(host, address)
    return Target(scheme, host, port, path, str(addresses[0]))


def named_target(url: str) -> Target:
    """The receiver behind an address that the court itself has set, wherever it lies. Raises TargetRefused."""
    scheme, host, port, path = _parts(url)
    return Target(scheme, host, port, path, str(_addresses(host, port)[0]))


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise TargetRefused(f"地址须是不含空格和中文的网址，最多 {LONGEST_URL} 个字符")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise TargetRefused("网址的格式不对") from error
    if parts.scheme not in PORTS:
        raise TargetRefused("地址须是 http 或 https 的网址")
    if not parts.hostname or port == 0:
        raise TargetRefused("网址里没有主机名或端口不对")
    if parts.username is not None or parts.password is not None:
        raise TargetRefused("网址里不能写用户名和口令，核对签名即可")
    if parts.fragment:
        raise TargetRefused("网址里不能有 # 及其后的部分")
    path = parts.path or "/"
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], f"{path}?{parts.query}" if parts.query else path


def _addresses(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TargetRefused(f"查不到主机 {host} 的网络地址") from error
    return [_plain(ip_address(str(entry[4][0]).partition("%")[0])) for entry in found]


def _plain(address: Address) -> Address:
    """An IPv4 address in the clothes of an IPv6 one is what it is."""
    inner = address.ipv4_mapped or address.sixtofour if isinstance(address, IPv6Address) else None
    return inner or address


def _check(host: str, address: Address) -> None:
    names, networks = allowed(settings.WEBHOOK_HOSTS)
    if address.is_link_local or address.is_multicast or address.is_unspecified or address in METADATA:
        raise TargetRefused(f"{address} 不是可以推送到的地址")
    if address.is_loopback:
        inside = any(network.network_address.is_loopback and address in network for network in networks)
        if not inside:
            raise TargetRefused("不能推送到本机")
        return
    if host.lower() not in names and not any(address in network for network in networks):
        raise TargetRefused(f"{address} 不在允许推送的网络内（设置 JIANLI_WEBHOOK_HOSTS）")


def allowed(words: Iterable[str]) -> tuple[frozenset[str], tuple[Network, ...]]:
    """The setting read: host names, and networks (a bare address is a network of one)."""
    names, networks = set(), []
    for word in words:
        try:
            networks.append(ip_network(word))
        except ValueError:
            names.add(word.lower())
    return frozenset(names), tuple(networks)
