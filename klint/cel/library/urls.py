"""URLs, as Go's net/url reads them (k8s.io/apiserver `pkg/cel/library/urls.go`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from klint.cel.errors import EvaluationError
from klint.cel.function import Function
from klint.cel.values import named

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_USER = re.compile(r"[a-zA-Z0-9\-._~:!$&'()*+,;=%@]*")
_PORT = re.compile(r"(:[0-9]*)?")
_NO_HOST_CHAR = re.compile(r"[ #%/?@\\^`{|}]")
_BAD_HOST_ESCAPE = re.compile(r"%(?!25|[89a-fA-F][0-9a-fA-F])")
_PATH_AS_IS = re.compile(r"(?:[a-zA-Z0-9\-_.~$&+,/:;=@!'()*\[\]]|%[0-9a-fA-F]{2})*")
_PATH_CHARS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~$&+,/:;=@")


@named("kubernetes.URL")
class Url(NamedTuple):
    """A URL in its parts; equal if all of them are."""

    scheme: str
    user: str
    host: str  # with the port, and with the brackets of an IPv6 address
    path: str  # as written
    query: str
    fragment: str

    @classmethod
    def parse(cls, text: str) -> Url:
        """EvaluationError unless the text is an absolute URL or an absolute path."""
        _parts(text, request=True)
        body, _, fragment = text.partition("#")
        if _BAD_ESCAPE.search(fragment):
            raise _fault(text, "an incomplete escape")
        scheme, user, host, path, query = _parts(body, request=False)
        return cls(scheme, user, host, path, query, fragment)

    def hostname(self) -> str:
        name = self.host
        colon = name.rfind(":")
        if colon >= 0 and _PORT.fullmatch(name[colon:]):
            name = name[:colon]
        return name[1:-1] if name[:1] == "[" and name[-1:] == "]" else name

    def port(self) -> str:
        _, colon, port = self.host.rpartition(":")
        return port if colon and _PORT.fullmatch(f":{port}") else ""

    def escaped_path(self) -> str:
        if _PATH_AS_IS.fullmatch(self.path):
            return self.path
        return "".join(chr(byte) if byte in _PATH_CHARS else f"%{byte:02X}" for byte in _bytes(self.path))

    def query_values(self) -> dict[str, list[str]]:
        """The values of each key; what is not well-formed is passed over."""
        values: dict[str, list[str]] = {}
        for pair in self.query.split("&"):
            if pair and ";" not in pair and not _BAD_ESCAPE.search(pair):
                key, _, value = pair.replace("+", " ").partition("=")
                values.setdefault(_unescaped(key), []).append(_unescaped(value))
        return values


def _fault(text: str, what: str) -> EvaluationError:
    return EvaluationError(f"'{text[:80]}' is not a URL: {what}")


def _bytes(text: str) -> bytes:
    raw = text.encode(errors="replace")
    return re.sub(rb"%([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), raw)


def _unescaped(text: str) -> str:
    return _bytes(text).decode(errors="replace") if "%" in text else text


def _parts(text: str, *, request: bool) -> tuple[str, str, str, str, str]:
    """Scheme, user, host, path, query. A `request` has no fragment and is absolute."""
    if _CONTROL.search(text):
        raise _fault(text, "a control character")
    if not text and request:
        raise _fault(text, "it is empty")
    if text == "*":
        return "", "", "", "*", ""
    if text[:1] == ":":
        raise _fault(text, "no scheme before ':'")
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    rest, _, query = text[found.end() if found else 0 :].partition("?")
    if rest[:1] != "/":
        if scheme:
            return scheme, "", "", "", query
        raise _fault(text, "it is relative")
    user = host = ""
    if rest.startswith("//") and (scheme or not (request or rest.startswith("///"))):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        user, host = _authority(text, authority)
    if _BAD_ESCAPE.search(rest):
        raise _fault(text, "an incomplete escape")
    return scheme, user, host, rest, query


def _authority(text: str, authority: str) -> tuple[str, str]:
    user, _, host = authority.rpartition("@")
    if not _USER.fullmatch(user) or _BAD_ESCAPE.search(user):
        raise _fault(text, "the user before '@'")
    _, bracket, port = host.rpartition("]") if "[" in host else host.rpartition(":")
    if "[" in host and not (bracket and host[0] == "["):
        raise _fault(text, "the brackets in the host")
    port = port if bracket == "]" else bracket and f":{port}"
    if not _PORT.fullmatch(port):
        raise _fault(text, f"the port '{port.removeprefix(':')}'")
    if _BAD_HOST_ESCAPE.search(host) or _NO_HOST_CHAR.search(_ESCAPE.sub("", host)):
        raise _fault(text, "a character that no host has")
    return user, _unescaped(host)


def is_url(text: str) -> bool:
    """Whether the text is an absolute URL or an absolute path."""
    try:
        _parts(text, request=True)
    except EvaluationError:
        return False
    return True


FUNCTIONS = (
    Function("url", (str,), Url.parse),
    Function("isURL", (str,), is_url),
    Function("getScheme", (Url,), lambda url: url.scheme, member=True),
    Function("getHost", (Url,), lambda url: url.host, member=True),
    Function("getHostname", (Url,), Url.hostname, member=True),
    Function("getPort", (Url,), Url.port, member=True),
    Function("getEscapedPath", (Url,), Url.escaped_path, member=True),
    Function("getQuery", (Url,), Url.query_values, member=True),
)
