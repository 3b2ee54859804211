"""Names and labels as k8s.io/apimachinery accepts them (validation of 1.34).

Every function answers what is wrong with a text, in a few words, or nothing.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from klint.kube.formats import LABEL, LABEL_1035, LONGEST_LABEL, LONGEST_SUBDOMAIN, QUALIFIED, SUBDOMAIN

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDS = "may be in it, with a letter or digit at both ends"
_WORDS = {
    SUBDOMAIN: f"only small letters, digits, '-' and '.' {_ENDS}",
    LABEL: f"only small letters, digits and '-' {_ENDS}",
    LABEL_1035: "only small letters, digits and '-' may be in it; a letter first, a letter or digit last",
    QUALIFIED: f"only letters, digits, '-', '_' and '.' {_ENDS}",
}


def _fault(form: str, longest: int, text: str) -> str:
    if len(text) > longest:
        return f"it is longer than {longest} characters"
    return "" if re.fullmatch(form, text) else _WORDS[form]


subdomain = partial(_fault, SUBDOMAIN, LONGEST_SUBDOMAIN)  # what most names must be (RFC 1123)
label = partial(_fault, LABEL, LONGEST_LABEL)  # a name without dots (RFC 1123)
label_1035 = partial(_fault, LABEL_1035, LONGEST_LABEL)  # the same, starting with a letter (RFC 1035)


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
    return _fault(QUALIFIED, LONGEST_LABEL, name) if name else "the name is empty"


def label_value(text: str) -> str:
    """The value of a label; it may be empty."""
    return _fault(QUALIFIED, LONGEST_LABEL, text) if text else ""


def port(text: str) -> str:
    """The name of a container's port (IANA_SVC_NAME)."""
    wrong = _fault(LABEL, 15, text)
    if not wrong and not re.search("[a-z]", text):
        return "it has no letter"
    return wrong or ("two '-' stand together" if "--" in text else "")


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
