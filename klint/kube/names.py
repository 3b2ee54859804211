"""Names and labels as k8s.io/apimachinery accepts them (validation of 1.34).

Every function answers what is wrong with a text, in a few words, or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.kube import formats

if TYPE_CHECKING:
    from collections.abc import Callable

_SUBDOMAIN = formats.SUBDOMAIN
_LABEL = formats.LABEL
_LABEL_1035 = formats.LABEL_1035
_QUALIFIED = formats.QUALIFIED
_PORT = _LABEL
_LONGEST_PART = formats.LONGEST_LABEL
_LONGEST = formats.LONGEST_SUBDOMAIN


def subdomain(text: str) -> str:
    """What most names must be (RFC 1123 subdomain)."""
    if len(text) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    if not re.fullmatch(_SUBDOMAIN, text):
        return "only small letters, digits, '-' and '.' may be in it, with a letter or digit at both ends"
    return ""


def label(text: str) -> str:
    """A name without dots (RFC 1123 label)."""
    if len(text) > _LONGEST_PART:
        return f"it is longer than {_LONGEST_PART} characters"
    if not re.fullmatch(_LABEL, text):
        return "only small letters, digits and '-' may be in it, with a letter or digit at both ends"
    return ""


def label_1035(text: str) -> str:
    """A name without dots that starts with a letter (RFC 1035 label)."""
    if len(text) > _LONGEST_PART:
        return f"it is longer than {_LONGEST_PART} characters"
    if not re.fullmatch(_LABEL_1035, text):
        return "only small letters, digits and '-' may be in it; a letter first, a letter or digit last"
    return ""


def path_segment(text: str) -> str:
    """A name that can stand in a URL."""
    if text in (".", ".."):
        return f"it may not be '{text}'"
    return next((f"it may not contain '{sign}'" for sign in "/%" if sign in text), "")


def label_key(text: str) -> str:
    """The key of a label or annotation: a name with or without a domain and `/` before it."""
    prefix, slash, name = text.rpartition("/")
    if slash and not prefix:
        return "the part before '/' is empty"
    if prefix and (wrong := subdomain(prefix)):
        return f"the part before '/' is no domain: {wrong}"
    if not name:
        return "the name is empty"
    if len(name) > _LONGEST_PART:
        return f"the name is longer than {_LONGEST_PART} characters"
    if not re.fullmatch(_QUALIFIED, name):
        return "only letters, digits, '-', '_' and '.' may be in it, with a letter or digit at both ends"
    return ""


def label_value(text: str) -> str:
    """The value of a label; it may be empty."""
    if len(text) > _LONGEST_PART:
        return f"it is longer than {_LONGEST_PART} characters"
    if text and not re.fullmatch(_QUALIFIED, text):
        return "only letters, digits, '-', '_' and '.' may be in it, with a letter or digit at both ends"
    return ""


def port(text: str) -> str:
    """The name of a container's port (IANA_SVC_NAME)."""
    if len(text) > 15:
        return "it is longer than 15 characters"
    if not re.fullmatch(_PORT, text):
        return "only small letters, digits and '-' may be in it, with a letter or digit at both ends"
    if not re.search("[a-z]", text):
        return "it has no letter"
    if "--" in text:
        return "two '-' stand together"
    return ""


# Kinds of Kubernetes' own groups whose names are not subdomains (their validation's NameFunc).
_OTHERWISE: dict[str, Callable[[str], str]] = {
    "APIService": path_segment,
    "CertificateSigningRequest": path_segment,
    "ClusterRole": path_segment,
    "ClusterRoleBinding": path_segment,
    "Namespace": label,
    "Role": path_segment,
    "RoleBinding": path_segment,
    "Service": label_1035,
    "StatefulSet": label,
}


def object_name(group: str, kind: str, text: str) -> str:
    """The `metadata.name` of an object of one of Kubernetes' own kinds or a custom one.

    `generateName` is judged by `generated_name`.
    """
    if "." in group and not group.endswith(".k8s.io"):
        return subdomain(text)
    if kind == "CronJob" and len(text) > 52:
        return "it is longer than 52 characters, and the names of its Jobs are longer still"
    return _OTHERWISE.get(kind, subdomain)(text)


def generated_name(group: str, kind: str, prefix: str) -> str:
    """A `metadata.generateName`: a name but for its end."""
    return object_name(group, kind, prefix[:-1] + "a" if prefix.endswith("-") else prefix)
