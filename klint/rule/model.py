"""A rule as its page states it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

RUN = "run"  # produced by the engine itself, about the run
SUBJECTS = ("resource", "pod", "container", "file", "cluster", RUN)


class Option(NamedTuple):
    """A value that the user's config may set; `type` is a JSON type name."""

    type: str
    default: Any
    description: str


class Rule(NamedTuple):
    """One page.

    `each` are the subjects: kinds, or one of `SUBJECTS`. `checks` are dotted Python names (none for what the
    engine produces itself), each with whether its answer depends on its file and the Kubernetes release
    alone. `replaces` are peers' names, as `kube-linter/dangling-service`.
    `path` is the page.
    """

    name: str
    group: str
    severity: Severity
    each: tuple[str, ...]
    checks: Mapping[str, bool]
    message: str
    title: str
    since: str
    default: bool
    options: Mapping[str, Option]
    replaces: tuple[str, ...]
    tags: tuple[str, ...]
    path: str

    def to_json(self) -> dict[str, Any]:
        """The row of the compiled index; `from_json` reads it back."""
        row = self._asdict()
        row["severity"] = self.severity.name
        row["options"] = {name: list(option) for name, option in self.options.items()}
        return row

    @classmethod
    def from_json(cls, row: dict[str, Any], path: str) -> Rule:
        options = {name: Option(*values) for name, values in row["options"].items()}
        return cls(
            **{
                **row,
                "severity": Severity[row["severity"]],
                "each": tuple(row["each"]),
                "options": options,
                "replaces": tuple(row["replaces"]),
                "tags": tuple(row["tags"]),
                "path": path,
            }
        )
