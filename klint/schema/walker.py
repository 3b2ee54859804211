"""Where an object of a built-in kind does not satisfy its schema."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from klint.schema import facts
from klint.schema.accept import accepts
from klint.schema.lifecycle import standing
from klint.schema.violation import Violation

if TYPE_CHECKING:
    from klint.release import Release
    from klint.schema.accept import Test


def violations(value: Any, group: str, version: str, kind: str, release: Release) -> list[Violation]:
    """All violations of an object that claims to be of a kind; none for a kind Kubernetes doesn't own.

    Follows what the API server does with strict field validation, which is more lenient than the
    published schemas: null is the same as absent, a number without a fraction is an integer, what
    has a default is not required, a status is not looked at closely. A kind that the release
    doesn't serve shows that and nothing else. Lists (`kind: PodList`) are not opened here.
    """
    wrong, test, type_name = _schema(group, version, kind, release)
    try:
        if test is None or test(value):
            return list(wrong)
        from klint.schema.explain import explain  # most objects are as they should be

        return [*wrong, *explain(value, type_name, release)]
    except RecursionError:  # a schema inside a CustomResourceDefinition has no end of its own
        return [*wrong, Violation("too-deep", (), {"message": "nested too deep to be checked"})]


@cache
def _schema(
    group: str, version: str, kind: str, release: Release
) -> tuple[tuple[Violation, ...], Test | None, str]:
    """What is wrong with the kind itself, and the test and the type of its objects."""
    if kind.endswith("List"):
        return (), None, ""
    known = facts.kind(group, version, kind)
    test = accepts(known.type, release) if known and known.type and known.served(release) else None
    return standing(group, version, kind, release), test, known.type if known else ""
