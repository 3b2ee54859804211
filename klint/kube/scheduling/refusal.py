"""Why a node does not take a pod."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """A plugin's answer in kube-scheduler's own words.

    `final` is UnschedulableAndUnresolvable: evicting other pods cannot help; otherwise it is Unschedulable.
    `detail` is what the reasons do not tell: a taint, a topology key.
    """

    plugin: str
    reasons: tuple[str, ...]
    final: bool
    detail: str = ""

    @property
    def code(self) -> str:
        """The name of the framework's status code."""
        return "UnschedulableAndUnresolvable" if self.final else "Unschedulable"
