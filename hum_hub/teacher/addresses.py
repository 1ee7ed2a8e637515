"""Which addresses a teacher may have: https, or this machine; anything else only when whoever runs it says so."""

import ipaddress
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from hum_hub.errors import TeacherError

_NAMES_OF_THIS_MACHINE = ("localhost", "ip6-localhost")


def base_url(text: str, who: str, trusted: Collection[str] = ()) -> str:
    """The base URL of an endpoint, checked: `https`, or `http` to loopback, without a key or a query in it.

    Raises:
        TeacherError: the address could send a key or a prompt where nobody meant it to go.
    """
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise TeacherError(f"{who}: {_shown(text)} is no URL: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise TeacherError(f"{who}: {_shown(text)} is no http or https URL; write openai:https://host/v1")
    if parts.username is not None or parts.password is not None:
        raise TeacherError(f"{who}: the URL holds a user or a password; name an environment variable with key instead")
    if parts.query or parts.fragment:
        raise TeacherError(f"{who}: the URL holds a query; keys and options do not belong there")
    if any(sign.isspace() or not sign.isprintable() for sign in text):
        raise TeacherError(f"{who}: the URL holds blanks or control characters")
    checked = text.rstrip("/")
    _refuse(parts, host, who, checked in {address.rstrip("/") for address in trusted})
    return checked


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host.lower() in _NAMES_OF_THIS_MACHINE:
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _refuse(parts: SplitResult, host: str, who: str, trusted: bool) -> None:
    address = _address(host)
    if address is not None and (address.is_link_local or address.is_unspecified or address.is_multicast):
        raise TeacherError(f"{who}: {host} is an address for machines' metadata or for none; it is never a teacher")
    if parts.scheme == "http" and not trusted and not is_loopback(host):
        raise TeacherError(
            f"{who}: http://{host} would send prompts and the key unprotected; use https, "
            f"or allow this address with --allow-endpoint {parts.scheme}://{parts.netloc}{parts.path}"
        )


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _shown(text: str) -> str:
    """An address without what may be a secret in it."""
    return repr(text.rpartition("@")[2].partition("?")[0][:120])
