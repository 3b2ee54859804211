"""The findings that a project has decided to live with for now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from klint.errors import KlintError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klint.finding import Finding

_VERSION = 1


def read(path: str) -> frozenset[str]:
    """The fingerprints in a baseline file; KlintError if it is none."""
    try:
        with open(path, encoding="utf-8") as file:
            held = json.load(file)
        if held["version"] != _VERSION:
            raise KlintError("the baseline was written by another klint; write it anew", path)
        return frozenset(held["findings"])
    except OSError as error:
        raise KlintError(f"the baseline cannot be read: {error.strerror}", path) from None
    except (ValueError, KeyError, TypeError):
        raise KlintError("this is no baseline of klint; 'klint baseline' writes one", path) from None


def written(findings: Iterable[Finding]) -> str:
    """The text of a baseline: sorted, a line a finding, so that a diff shows what was mended."""
    held = {
        finding.fingerprint: f"{finding.location.path}: {finding.rule}: {finding.message}"
        for finding in findings
    }
    ordered = dict(sorted(held.items(), key=lambda item: (item[1], item[0])))
    return json.dumps({"version": _VERSION, "findings": ordered}, indent=1, ensure_ascii=False) + "\n"
