"""Names that begin with a domain.

Source: k8s.io/apimachinery `util/validation`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from klint.kube import formats
from klint.kube.admission.validation.fault import invalid, required

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Scope

_HTTP_PATH = r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+"


def domain_prefixed_path(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """A domain, a slash and a path: `acme.io/foo`."""
    if not value:
        yield required(at)
        return
    domain, _, path = value.partition("/")
    if not domain or not path:
        yield invalid(at, value, 'must be a domain-prefixed path (such as "acme.io/foo")')
        return
    yield from (invalid(at, domain, one) for one in formats.subdomain(domain))
    if not re.fullmatch(_HTTP_PATH, path):
        yield invalid(at, path, formats.mismatch("Invalid path", _HTTP_PATH))


def fully_qualified_name(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """A domain of three parts or more, which names something."""
    if not value:
        yield required(at)
    elif wrong := formats.subdomain(value):
        yield invalid(at, value, ",".join(wrong))
    elif value.count(".") < 2:
        yield invalid(at, value, "should be a domain with at least three segments separated by dots")


def domain_name(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """A domain of two parts or more, maybe with a point at its end."""
    if not value:
        yield required(at)
        return
    name = value.removesuffix(".")
    if wrong := formats.subdomain(name):
        yield invalid(at, name, ",".join(wrong))
    elif "." not in name:
        yield invalid(at, name, "should be a domain with at least two segments separated by dots")
    else:
        for part in name.split("."):
            if wrong := formats.label(part):
                yield invalid(at, part, ",".join(wrong))
                return
