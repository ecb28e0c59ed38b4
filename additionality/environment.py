"""Read settings from the environment. A bad value stops the start with a sentence.

Every method takes the name of a variable and what holds when it is not set. An empty
variable counts as not set.
"""

import os
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(Exception):
    """A setting is missing or wrong; the message names it and says what is expected."""


class Environment:
    """The variables of one process, read strictly."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def text(self, name: str, default: str) -> str:
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value in {"1", "yes", "true", "on"}:
            return True
        if value in {"0", "no", "false", "off"}:
            return False
        raise BadSetting(f"{name} is {value!r}; expected yes or no.")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or not low <= int(value) <= high:
            raise BadSetting(f"{name} is {value!r}; expected a whole number from {low} to {high}.")
        return int(value)

    def choice(self, name: str, default: str, options: Sequence[str]) -> str:
        value = self.text(name, default)
        if value not in options:
            raise BadSetting(f"{name} is {value!r}; expected one of {', '.join(options)}.")
        return value

    def path(self, name: str, default: Path) -> Path:
        value = Path(self.text(name, str(default)))
        if not value.is_absolute():
            raise BadSetting(f"{name} is {str(value)!r}; expected an absolute path.")
        return value

    def file(self, name: str) -> Path | None:
        """A file that is there and can be read, or None where none is named."""
        if not self.text(name, ""):
            return None
        value = self.path(name, Path())
        if not (value.is_file() and os.access(value, os.R_OK)):
            raise BadSetting(f"{name} is {str(value)!r}; expected a file that can be read.")
        return value

    def host_of(self, name: str, address: str) -> str:
        """The host of an http or https address; `name` is the variable that holds it."""
        try:
            parts = urlsplit(address)
        except ValueError:  # such as an open bracket
            parts = urlsplit("")
        if not parts.hostname or parts.scheme not in {"http", "https"}:
            raise BadSetting(
                f"{name} is {address!r}; expected an address such as https://example.org."
            )
        return parts.hostname

    def words(self, name: str, default: Sequence[str]) -> list[str]:
        value = self.text(name, ",".join(default))
        words = [word.strip() for word in value.split(",") if word.strip()]
        if not words:
            raise BadSetting(f"{name} is {value!r}; expected at least one word.")
        return words

    def determinations(self, name: str) -> list[str]:
        """Numbers of determinations, none where none is named."""
        if not self.text(name, ""):
            return []
        words = self.words(name, [])
        for word in words:
            if not re.fullmatch(r"[A-Z][A-Z0-9-]*-[0-9]{4}-[0-9]{4,}", word, re.ASCII):
                raise BadSetting(f"{name} has {word!r}; expected numbers such as TW-2026-0007.")
        return words

    def hosts(self, name: str, default: Sequence[str]) -> list[str]:
        """Names of hosts, as Django compares them: no scheme, no port, no path."""
        if not self.text(name, ""):
            return list(default)
        words = self.words(name, default)
        for word in words:
            is_address_6 = word.startswith("[") and word.endswith("]")
            if "/" in word or (":" in word and not is_address_6):
                raise BadSetting(f"{name} has {word!r}; expected host names such as example.org.")
        return words

    def proxies(self, name: str, default: Sequence[str]) -> list[str]:
        """Addresses or networks of proxies, or `unix` for a socket file; `none` for no proxy."""
        words = self.words(name, default)
        for word in words:
            if not (word == "unix" or _is_network(word) or words == ["none"]):
                raise BadSetting(
                    f"{name} has {word!r}; expected addresses or networks such as 10.0.0.0/24, "
                    "unix for a socket file, or none."
                )
        return [word for word in words if word != "none"]


def _is_network(text: str) -> bool:
    """Whether this is an address or a network, and not all addresses there are."""
    try:
        return ip_network(text).prefixlen > 0
    except ValueError:
        return False


def is_development_key(certificate: Path) -> bool:
    """Whether this certificate was made by `make_development_key`: its subject says so.

    Looks at the bytes only, so that starting needs no cryptography.
    """
    if not certificate.is_file():
        return False
    text = certificate.read_text(encoding="ascii", errors="replace")
    bodies = re.findall(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", text, re.S)
    return any(b"DEVELOPMENT" in b64decode("".join(body.split())) for body in bodies)
