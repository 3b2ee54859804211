"""Secrets that should hold a certificate and its key.

Source: kubernetes `pkg/registry/core/secret/strategy.go`, Go's `crypto/tls` (X509KeyPair), as far as it looks for
blocks of PEM; whether certificate and key belong together is not looked at.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Any

from klint.kube.admission.validation.fault import Key, down
from klint.kube.admission.warnings.notice import remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.validation.rules import Scope
    from klint.kube.admission.warnings.notice import Notice

_BLOCK = re.compile(rb"^-----BEGIN (.*)-----\r?\n(?:.*\n)*?-----END \1-----[ \t\r]*$", re.MULTILINE)


def secret(value: Any, at: At, scope: Scope) -> Iterator[Notice]:  # noqa: ARG001
    if value.get("type") != "kubernetes.io/tls":
        return
    for key, judge in (("tls.crt", _certificate), ("tls.key", _private_key)):
        if wrong := judge(_types(_content(value, key))):
            yield remark(down(at, "data", Key(key)), f"tls: {wrong}")
            return


def _content(value: Any, key: str) -> bytes:
    texts, data = value.get("stringData") or {}, value.get("data") or {}
    if key in texts:
        return (texts[key] or "").encode()
    try:
        return binascii.a2b_base64(data.get(key) or "")
    except ValueError:
        return b""


def _types(content: bytes) -> list[str]:
    """What the blocks are called."""
    return [found[1].decode("utf-8", "replace") for found in _BLOCK.finditer(content)]


def _certificate(types: list[str]) -> str:
    if "CERTIFICATE" in types:
        return ""
    if not types:
        return "failed to find any PEM data in certificate input"
    if len(types) == 1 and types[0].endswith("PRIVATE KEY"):
        return (
            "failed to find certificate PEM data in certificate input, "
            "but did find a private key; PEM inputs may have been switched"
        )
    return (
        'failed to find "CERTIFICATE" PEM block in certificate input '
        f"after skipping PEM blocks of the following types: [{' '.join(types)}]"
    )


def _private_key(types: list[str]) -> str:
    if any(one == "PRIVATE KEY" or one.endswith(" PRIVATE KEY") for one in types):
        return ""
    if not types:
        return "failed to find any PEM data in key input"
    if types == ["CERTIFICATE"]:
        return "found a certificate rather than a key in the PEM for the private key"
    return (
        'failed to find PEM block with type ending in "PRIVATE KEY" in key input '
        f"after skipping PEM blocks of the following types: [{' '.join(types)}]"
    )
