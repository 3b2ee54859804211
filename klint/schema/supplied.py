"""JSON Schemas that a user supplies for kinds: local folders, laid out as kubeconform reads them.

They stand in for kinds that Kubernetes does not own and no CustomResourceDefinition describes.
"""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klint.manifest import Resource
    from klint.release import Release
    from klint.schema.jsonschemas import Validator
    from klint.schema.violation import Violation

_VARIABLE = re.compile(r"\{\{-?\s*\.(\w+)\s*-?\}\}")
_LAYOUTS = (
    "{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json",
    "{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json",
    "{{ .ResourceKind }}{{ .KindSuffix }}.json",
    "{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json",
)


def problem(location: str) -> str:
    """Why klint cannot follow a location, or nothing: a URL, an unknown variable, no such folder."""
    if re.search(r"\b[a-z][a-z0-9+]+:/", location):
        return f"klint reads no network: put a copy of {location} into a folder and name that"
    known = _values("", "", "", "0")
    unknown = [variable for variable in _VARIABLE.findall(location) if variable not in known]
    if unknown:
        return f"'{unknown[0]}' is nothing that a schema's location holds; there are {', '.join(known)}"
    return "" if os.path.isdir(_root(location)) else f"there is no folder {_root(location)}"


def violations(resource: Resource, locations: Sequence[str], release: Release) -> list[Violation] | None:
    """All violations of an object by the first schema there is for its kind; None if there is none."""
    place = _place(resource, locations, release)
    return _validator(*place).violations(resource.value, resource.kind) if place else None


def describes(resource: Resource, locations: Sequence[str], release: Release) -> bool:
    """Whether there is a schema for the kind of an object."""
    return _place(resource, locations, release) is not None


def _place(resource: Resource, locations: Sequence[str], release: Release) -> tuple[str, str] | None:
    """The folder and the path of the first schema there is."""
    candidates = _candidates(resource, locations, release)
    return next(((root, path) for root, path in candidates if os.path.isfile(path)), None)


def _candidates(resource: Resource, locations: Sequence[str], release: Release) -> Iterator[tuple[str, str]]:
    """Folders and the paths in them that may hold the schema."""
    values = _values(resource.group, resource.version, resource.kind, str(release))
    for location in locations:
        root = _root(location)
        templates = (
            [location] if _VARIABLE.search(location) else [os.path.join(root, layout) for layout in _LAYOUTS]
        )
        for template in templates:
            yield root, _VARIABLE.sub(lambda found: values.get(found[1], ""), template)


def _root(location: str) -> str:
    """The folder before the first variable, out of which no reference leads."""
    fixed = _VARIABLE.split(location, maxsplit=1)[0]
    return (os.path.dirname(fixed) if fixed != location else fixed) or "."


def _values(group: str, version: str, kind: str, release: str) -> Mapping[str, str]:
    """What kubeconform fills in; its `Group` of the core group is the version."""
    short = group.partition(".")[0].lower()
    return {
        "NormalizedKubernetesVersion": f"v{release}.0",
        "StrictSuffix": "-strict",
        "ResourceKind": kind.lower(),
        "ResourceAPIVersion": version,
        "Group": group or version,
        "KindSuffix": f"-{short}-{version.lower()}" if group else f"-{version.lower()}",
    }


@lru_cache(maxsize=1024)
def _validator(root: str, path: str) -> Validator:
    from klint.schema.jsonschemas import Validator

    return Validator(root, path, load(path))


def load(path: str) -> Any:
    """The schema in a file; KlintError if it is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except json.JSONDecodeError as error:
        raise KlintError(f"this schema is not JSON: {error.msg}", path, error.lineno) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KlintError(f"this schema cannot be read: {error}", path) from None
