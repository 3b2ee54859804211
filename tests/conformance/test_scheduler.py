"""kube-scheduler's recorded answers (1.34.1 with two of its later fixes), pod by pod.

Each line of `scheduler/<family>.jsonl.gz` has a cluster and what the real scheduler said of every pod: status,
feasible and best nodes, scores of every plugin, reasons per node, messages, preemption. All of it must be equal.
KLINT_CONFORMANCE may name a folder of the same layout with more cases.
"""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from klint.kube.admission.validation import validate
from klint.kube.scheduling import Placement, Profile, Verdict, World, place, profiles, stored
from klint.release import Release
from klint.text import Source
from klint.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klint.kube.scheduling.plugin import Refused
    from klint.kube.scheduling.preemption import Preemption

    Json = dict[str, Any]

HERE = os.environ.get("KLINT_CONFORMANCE") or os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "scheduler")
FAMILIES = sorted(name.removesuffix(".jsonl.gz") for name in os.listdir(FOLDER) if name.endswith(".jsonl.gz"))
RECORDED = Release(1, 34)
PLACED = 1767312000.0  # 2026-01-02, when the recorder lets the first waiting pod start

LISTS = {
    "csiDrivers": "csi_drivers",
    "csiNodes": "csi_nodes",
    "csiStorageCapacities": "csi_storage_capacities",
    "deviceClasses": "device_classes",
    "namespaces": "namespaces",
    "nodes": "nodes",
    "pdbs": "disruption_budgets",
    "pods": "pods",
    "priorityClasses": "priority_classes",
    "pvcs": "claims",
    "pvs": "volumes",
    "replicaSets": "replica_sets",
    "replicationControllers": "replication_controllers",
    "resourceClaims": "resource_claims",
    "resourceSlices": "resource_slices",
    "services": "services",
    "statefulSets": "stateful_sets",
    "storageClasses": "storage_classes",
    "volumeAttachments": "volume_attachments",
}
COMPARED = (
    "status",
    "node",
    "feasible",
    "top",
    "scores",
    "pluginScores",
    "nodes",
    "preFilter",
    "filterMessage",
    "message",
    "preemption",
    "retry",
)


def cases(family: str) -> Iterator[Json]:
    with gzip.open(os.path.join(FOLDER, f"{family}.jsonl.gz"), "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def placement(case: Json) -> Placement:
    config = case["scenario"].get("config") or {}
    return place(
        world(case),
        configured(config.get("schedulerConfig")),
        explain=lambda _: True,
        evict=config.get("mode") == "preempt",
        now=PLACED,
    )


def configured(text: str | None) -> list[Profile]:
    value = parse(Source("config", text)).documents[0].value if text else {}
    return profiles(value, RECORDED)


def world(case: Json) -> World:
    """What the API server makes of the objects, without what it refuses."""
    lists = {LISTS[name]: value for name, value in case["scenario"].items() if name in LISTS and value}
    found = World(**lists)
    if not (case["scenario"].get("config") or {}).get("raw"):
        found = stored(found, RECORDED)
    return replace(
        found,
        nodes=[node for node in found.nodes if not refused(node, "Node")],
        pods=[pod for pod in found.pods if not refused(pod, "Pod")],
    )


def refused(value: Any, kind: str) -> bool:
    metadata = {"namespace": "default", **value["metadata"]}
    return bool(validate({**value, "metadata": metadata}, "", "v1", kind, RECORDED))


def answer(verdict: Verdict) -> Json:
    """A verdict in the recorder's form, which leaves out what is empty."""
    names = verdict.nodes.named
    scores = plugin_scores(verdict)
    found = {
        "status": verdict.status,
        "node": verdict.node,
        "feasible": names(verdict.feasible),
        "top": names(verdict.best),
        "scores": totals(scores),
        "pluginScores": scores,
        "nodes": by_node(verdict, verdict.refused),
        "preFilter": reason(verdict.stopped) if verdict.stopped else None,
        "filterMessage": verdict.filter_message if verdict.message != verdict.filter_message else "",
        "message": verdict.message,
        "preemption": preempted(verdict, verdict.preemption) if verdict.preemption else None,
        "retry": retried(verdict.retry) if verdict.retry else None,
    }
    if verdict.status != "unschedulable":
        del found["filterMessage"]
    return {name: value for name, value in found.items() if value}


def plugin_scores(verdict: Verdict) -> dict[str, dict[str, int]]:
    scores = verdict.explanation.scores if verdict.explanation else {}
    return {
        plugin: {name: score for score, mask in parts for name in verdict.nodes.named(mask)}
        for plugin, parts in scores.items()
    }


def totals(scores: dict[str, dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for by_name in scores.values():
        for name, score in by_name.items():
            found[name] = found.get(name, 0) + score
    return found


def by_node(verdict: Verdict, refused: Iterable[Refused]) -> dict[str, Json]:
    return {name: reason(refusal) for refusal, mask in refused for name in verdict.nodes.named(mask)}


def reason(refusal: Any) -> Json:
    found = {"code": refusal.code, "reasons": sorted(refusal.reasons)}
    return {**found, "plugin": refusal.plugin} if refusal.plugin else found


def preempted(verdict: Verdict, preemption: Preemption) -> Json:
    names = verdict.nodes.names
    ties = [names[one.node] for one in preemption.ties]
    candidates = {
        names[one.node]: {"pdbViolations": one.violations, "victims": [victim.id for victim in one.victims]}
        for one in preemption.candidates
    }
    message = preemption.message
    found = {
        "candidates": candidates,
        "ties": ties,
        "committed": ties[0] if ties else "",
        "nominated": ties[0] if len(ties) == 1 else "",
        "nodeStatus": by_node(verdict, preemption.refused),
        "message": message.rpartition("preemption: ")[2] if "not eligible" in message else message,
    }
    return {name: value for name, value in found.items() if value}


def retried(verdict: Verdict) -> Json:
    return {"feasible": verdict.nodes.named(verdict.feasible), "top": verdict.nodes.named(verdict.best)}


def differences(case: Json) -> Iterator[str]:
    placed = placement(case)
    answers = {verdict.pod.id: answer(verdict) for verdict in placed.verdicts}
    for pod in case["expected"]["pods"]:
        expected = dict(pod)
        if "retry" in expected:
            expected["retry"] = {name: pod["retry"].get(name, []) for name in ("feasible", "top")}
        found = answers.get(pod["pod"], {"status": "invalid"})
        for field in COMPARED:
            if found["status"] != "unevaluated" and expected.get(field) != found.get(field):
                yield f"{case['id']} {pod['pod']} {field}: {found.get(field)} instead of {expected.get(field)}"
    if [pod.id for pod in placed.evicted] != case["expected"].get("evicted", []):
        yield f"{case['id']} evicted: {placed.evicted}"


@pytest.mark.parametrize("family", FAMILIES)
def test_recorded_answers(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    seen, wrong = 0, []
    for case in cases(family):
        seen += 1
        found = list(differences(case))
        if found:
            wrong.append(found[0])
    with capsys.disabled():
        print(f"\nscheduler/{family}: {seen - len(wrong)} of {seen} clusters identical", end="")  # noqa: T201
    assert seen
    assert wrong == []
