"""Faults of objects, through the one public function."""

from __future__ import annotations

import pytest

from klint.release import NEWEST, Release
from klint.schema import Violation, violations
from klint.text import Source
from klint.yaml import parse

POD = """
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: web, %s}
"""


def found(text: str, minor: int = NEWEST.minor) -> list[Violation]:
    value = parse(Source("test.yaml", text)).documents[0].value
    group, _, version = value["apiVersion"].rpartition("/")
    return violations(value, group, version, value["kind"], Release(1, minor))


def container(fields: str, minor: int = NEWEST.minor) -> list[Violation]:
    """What is wrong with a pod whose container has these fields; paths start in the container."""
    return [
        one._replace(path=one.path[3:] if one.path[:3] == ("spec", "containers", 0) else one.path)
        for one in found(POD % fields, minor)
    ]


@pytest.mark.parametrize(
    ("fields", "fault", "path"),
    [
        ("imag: nginx", "unknown-field", ("imag",)),
        ("Image: nginx", "unknown-field", ("Image",)),
        ("image: 5", "wrong-type", ("image",)),
        ("image: [nginx]", "wrong-type", ("image",)),
        ("tty: 'true'", "wrong-type", ("tty",)),
        ("args: run", "wrong-type", ("args",)),
        ("args: [1]", "wrong-type", ("args", 0)),
        ("env: [name]", "wrong-type", ("env", 0)),
        ("resources: []", "wrong-type", ("resources",)),
        ("imagePullPolicy: always", "bad-enum", ("imagePullPolicy",)),
        ("ports: [{containerPort: 4294967296}]", "out-of-range", ("ports", 0, "containerPort")),
        ("ports: [{containerPort: 80.5}]", "wrong-type", ("ports", 0, "containerPort")),
        ("ports: [{name: http}]", "missing-field", ("ports", 0, "containerPort")),
        ("ports: [null]", "missing-field", ("ports", 0, "containerPort")),
        ("resources: {limits: {memory: 1GB}}", "bad-quantity", ("resources", "limits", "memory")),
        (
            "livenessProbe: {httpGet: {port: true}}",
            "wrong-type",
            ("livenessProbe", "httpGet", "port"),
        ),
        (
            "volumeMounts: [{name: a, mountPath: /a}, {name: b, mountPath: /a}]",
            "duplicate-list-key",
            ("volumeMounts", 1, "mountPath"),
        ),
    ],
)
def test_a_fault_stands_where_it_is(fields: str, fault: str, path: tuple[str | int, ...]) -> None:
    assert [(one.fault, one.path, one.certain) for one in container(fields)] == [(fault, path, True)]


@pytest.mark.parametrize(
    "fields",
    [
        "ports: [{containerPort: 80.0}, {containerPort: 1e3}]",
        "ports: null",
        "args: [null]",
        "imagePullPolicy: ''",
        "imagePullPolicy: null",
        "resources: {limits: {cpu: 0.5, memory: 128974848, pods: null, storage: ' 1e3 '}}",
        "livenessProbe: {httpGet: {port: http}}",
        "env: [{name: A, valueFrom: null, value: null}]",
        "securityContext: {runAsUser: 9223372036854775807}",
    ],
)
def test_what_the_server_takes(fields: str) -> None:
    assert container(fields) == []


def test_a_field_of_another_release_says_which() -> None:
    (later,) = container("restartPolicy: Always", minor=27)
    assert later.values["hint"] == "; it needs Kubernetes 1.28, the target is 1.27"
    assert later.on_key
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {workloadRef: {}, containers: [{name: a}]}"
    (earlier,) = found(text, minor=37)
    assert earlier.values["hint"] == "; Kubernetes 1.36 removed it"


@pytest.mark.parametrize(
    ("fields", "near", "hint"),
    [
        ("imag: nginx", "image", "; did you mean image?"),
        ("securitycontext: {}", "securityContext", "; did you mean securityContext?"),
        ("image: a, imag: nginx", None, "; image is there already"),
        ("limits: {cpu: 1}", None, "; did you mean resources.limits?"),
        ("containerPort: 80", None, "; did you mean ports[].containerPort?"),
        ("nodeSelector: {a: b}", None, "; it is a field of PodSpec"),
        ("wholly: unknown", None, ""),
    ],
)
def test_what_was_meant(fields: str, near: str | None, hint: str) -> None:
    (one,) = container(fields)
    assert (one.values["near"], one.values["hint"]) == (near, hint)
    assert one.values["parent"] == "Container"


def test_a_value_of_a_later_release() -> None:
    text = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a}], tolerations: [{operator: Gt}]}"
    (one,) = found(text, minor=34)
    assert one.fault == "bad-enum"
    assert one.values["hint"] == "; it needs Kubernetes 1.35, the target is 1.34"
    assert found(text, minor=35) == []


@pytest.mark.parametrize(
    "fields",
    [
        "ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]",
        "env: [{name: A, value: a}, {name: A, value: b}]",
    ],
)
def test_duplicates_that_the_server_lets_be_are_not_certain(fields: str) -> None:
    (one,) = container(fields)
    assert (one.fault, one.certain) == ("duplicate-list-key", False)
    assert one.related[0][0][-1] == 0


def test_items_that_differ_in_one_key_are_no_duplicates() -> None:
    assert container("ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]") == []


def test_containers_of_one_name() -> None:
    text = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a}, {name: b}, {name: a}]}"
    (one,) = found(text)
    assert (one.fault, one.path, one.certain) == (
        "duplicate-list-key",
        ("spec", "containers", 2, "name"),
        True,
    )
    assert one.related == ((("spec", "containers", 0), "first here"),)


def test_finalizers_twice() -> None:
    (one,) = found("apiVersion: v1\nkind: ConfigMap\nmetadata: {finalizers: [a/b, a/b]}")
    assert (one.fault, one.path, one.certain) == ("duplicate-set-item", ("metadata", "finalizers", 1), False)


def test_missing_fields_stand_where_they_should_be() -> None:
    text = "apiVersion: apps/v1\nkind: Deployment\nspec: {selector: null, template: {spec: {}}}"
    assert [(one.fault, one.path) for one in found(text)] == [
        ("missing-field", ("spec", "template", "spec", "containers")),
        ("missing-field", ("spec", "selector")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # what has a default, or is fine as a zero value, is not required whatever the schema says
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nroleRef: {kind: Role, name: a}",
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {ingress: []}",
        "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: a}",
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\naddressType: IPv4",
        "apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: {name: a}",
        # a status is decoded and dropped
        "apiVersion: v1\nkind: Namespace\nmetadata: {creationTimestamp: null}\nstatus: {phase: Odd}",
        "apiVersion: apps/v1\nkind: ReplicaSet\nspec: {selector: {}}\nstatus: {conditions: [{}]}",
        # lists are opened elsewhere, and other people's kinds have no schema here
        "apiVersion: v1\nkind: PodList\nitems: [{spec: 1}]",
        "apiVersion: example.com/v1\nkind: Pod\nspec: 1",
    ],
)
def test_nothing_to_complain_of(text: str) -> None:
    assert found(text, minor=25) == []
    assert found(text) == []


def test_a_status_is_still_decoded() -> None:
    (one,) = found("apiVersion: v1\nkind: Namespace\nstatus: {phase: 1}")
    assert (one.fault, one.path) == ("wrong-type", ("status", "phase"))


def test_secret_data_is_base64() -> None:
    text = "apiVersion: v1\nkind: Secret\ndata: {a: YQ==, b: 'Y\nQ==', c: plain text, d: YQ=}"
    assert [(one.path[1], one.fault, one.values["reason"]) for one in found(text)] == [
        ("b", "bad-base64", 'it holds " "'),  # YAML folds the line break into a blank
        ("c", "bad-base64", 'it holds " "'),
        ("d", "bad-base64", "its length or padding is wrong"),
    ]


def test_times() -> None:
    text = "apiVersion: coordination.k8s.io/v1\nkind: Lease\nspec: {renewTime: '2024-02-30T00:00:00.000000Z'}"
    (one,) = found(text)
    assert one.fault == "bad-time"
    assert one.values["expected"] == "2006-01-02T15:04:05.000000Z"


def test_deprecated_fields_are_mentioned() -> None:
    (one,) = found("apiVersion: v1\nkind: Pod\nspec: {serviceAccount: a, containers: [{name: a}]}")
    assert (one.fault, one.values) == ("deprecated-field", {"parent": "PodSpec", "field": "serviceAccount"})


def test_a_deprecation_starts_with_its_release() -> None:
    text = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a}], volumes: [{name: a, rbd: {monitors: [], image: a}}]}"
    assert found(text, minor=31) == []
    assert [one.fault for one in found(text, minor=32)] == ["deprecated-field"]


CRD = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Cluster
  names: {kind: A, plural: as}
  versions:
  - {name: v1, schema: {openAPIV3Schema: {properties: {a: {%s}}}}}
"""


def test_schemas_within_schemas_are_decoded_leniently() -> None:
    assert found(CRD % "items: {type: string}, additionalProperties: true") == []
    (strict,) = found(CRD % "patern: x")
    (lenient,) = found(CRD % "items: {patern: x}")
    assert (strict.certain, lenient.certain) == (True, False)
    (wrong,) = found(CRD % "items: {type: 5}")
    assert (wrong.fault, wrong.path[-2:]) == ("wrong-type", ("items", "type"))


def test_endless_nesting_is_told() -> None:
    value: dict[str, object] = {"type": "object"}
    for _ in range(5000):
        value = {"properties": {"a": value}}
    document = parse(Source("test.yaml", CRD % "type: object")).documents[0].value
    document["spec"]["versions"][0]["schema"]["openAPIV3Schema"] = value
    found = violations(document, "apiextensions.k8s.io", "v1", "CustomResourceDefinition", NEWEST)
    assert [one.fault for one in found] == ["too-deep"]
