"""Base64 (cel-go `ext/encoders.go`), which no release of Kubernetes has, but policy engines around it do."""

from __future__ import annotations

import binascii

from klint.cel.errors import EvaluationError
from klint.cel.function import OUTSIDE, Function


def _decode(text: str) -> bytes:
    """With or without padding; line breaks are nothing."""
    plain = text.replace("\n", "").replace("\r", "")
    if "=" not in plain:
        plain += "=" * (-len(plain) % 4)
    wrong = EvaluationError("the text is not base64")
    if len(plain) % 4:
        raise wrong
    try:
        return binascii.a2b_base64(plain, strict_mode=True)
    except ValueError:
        raise wrong from None


FUNCTIONS = (
    Function("base64.decode", (str,), _decode, since=OUTSIDE),
    Function(
        "base64.encode",
        (bytes,),
        lambda value: binascii.b2a_base64(value, newline=False).decode(),
        since=OUTSIDE,
    ),
)
