"""What one file says by itself."""

from __future__ import annotations

import json

import pytest

from klint.manifest import Entry, Kustomization, Outline, outline, resources
from klint.text import Source
from klint.yaml import parse


def look(text: str, path: str = "a.yaml") -> Outline:
    return outline(parse(Source(path, text)), path)


def test_documents_of_every_shape() -> None:
    text = "a: 1\n---\n- x\n---\n- {op: remove, path: /x}\n---\nword\n---\n# nothing\n---\n{}\n---\n[]\n"
    shapes = [entry.shape for entry in look(text).entries]
    assert shapes == ["mapping", "list", "json-patch", "scalar", "empty", "mapping", "list"]


def test_objects() -> None:
    text = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web, version: 2, stable: true}}
---
apiVersion: v1
kind: Pod
metadata: {generateName: web-}
---
apiVersion: v1
kind: 7
"""
    labels = {"app": "web", "version": "2", "stable": "true"}
    assert look(text).entries == (
        Entry(0, (), "object", "apps/v1", "Deployment", "web", "shop", labels),
        Entry(1, (), "object", "v1", "Pod"),
        Entry(2, (), "mapping"),
    )


@pytest.mark.parametrize(
    "metadata", ["", "metadata:", "metadata: x", "metadata: {name: }", "metadata: {labels: []}"]
)
def test_nameless_objects(metadata: str) -> None:
    (entry,) = look(f"apiVersion: v1\nkind: Pod\n{metadata}\n").entries
    assert entry.marks == ("nameless",)


def test_lists_are_opened() -> None:
    text = """\
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Pod, metadata: {name: a}}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleList
  items:
  - {metadata: {name: b}}
- word
"""
    stream = parse(Source("a.yaml", text))
    described = outline(stream, "a.yaml")
    assert [(entry.path, entry.kind, entry.name, entry.shape) for entry in described.entries] == [
        (("items", 0), "Pod", "a", "object"),
        (("items", 1, "items", 0), "Role", "b", "object"),
        (("items", 2), "", "", "scalar"),
    ]
    pod, role = resources(stream, described)
    assert pod.value == {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
    assert role.id == "rbac.authorization.k8s.io/v1/Role b"
    assert role["metadata"]["name"].span.start == text.index("b}}")


def test_a_kind_that_only_ends_like_a_list() -> None:
    (entry,) = look("apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {}\n").entries
    assert entry.kind == "AllowList"


def test_resource() -> None:
    text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\napiVersion: batch/v1\nkind: Job\nmetadata: {generateName: j-, namespace: shop}\n"
    stream = parse(Source("a.yaml", text))
    namespace, job = resources(stream, outline(stream, "a.yaml"))
    assert (namespace.group, namespace.version, namespace.api_version) == ("", "v1", "v1")
    assert namespace.id == "v1/Namespace shop"
    assert (job.group, job.version, job.name, job.generate_name) == ("batch", "v1", "", "j-")
    assert (job.index, job.ordinal, job.path) == (1, 1, ())
    assert job.source is stream.source
    assert not job["spec"]


def test_encrypted_objects() -> None:
    sops = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nsops: {mac: x, version: 3.7.1}\n"
    assert look(sops).entries[0].marks == ("encrypted",)
    assert look("$ANSIBLE_VAULT;1.1;AES256\n3132\n").look == "encrypted"


@pytest.mark.parametrize(
    ("api_version", "spec", "waits"),
    [
        ("v1", "name: ${NAME}", True),
        ("v1", "name: <NAME>", True),
        ("v1", "name: '@NAME@'", True),
        ("v1", "name: '{{ name }}'", True),
        ("v1", "name: $(NAME)", True),
        ("v1", "name: web", False),
        (
            "v1",
            "containers: [{args: ['--port=$(PORT)'], command: [$(X)], env: [{name: a, value: '${B}'}]}]",
            False,
        ),
        ("v1", "script: |\n  echo ${HOME}\n  exit", False),
        ("tekton.dev/v1", "name: $(params.name)", False),
        ("argoproj.io/v1alpha1", "name: '{{inputs.parameters.name}}'", False),
        ("argoproj.io/v1alpha1", "name: ${NAME}", True),
    ],
)
def test_placeholders(api_version: str, spec: str, *, waits: bool) -> None:
    indented = spec.replace("\n", "\n  ")
    text = f"apiVersion: {api_version}\nkind: X\nmetadata: {{name: a}}\nspec:\n  {indented}\n"
    (entry,) = look(text).entries
    assert ("placeholders" in entry.marks) is waits


def test_directives_of_a_merge_patch() -> None:
    text = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n$patch: delete\n"
    assert look(text).entries[0].marks == ("fragment",)


HELM = "metadata:\n  name: {{ .Values.name }}\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("charts/a/templates/b.yaml", HELM, "helm"),
        ("templates/b.yaml", '{{ include "x" . }}\n', "helm"),
        ("a.yaml", HELM, "template"),
        ("a.yaml", "{{- if .x }}\na: 1\n{{- end }}\n", "template"),
        ("a.yaml", "{% for x in y %}\n- {{ x }}\n{% endfor %}\n", "template"),
        ("a.yaml", "name: @NAME@\n", "template"),
        ("a.yaml", "targets: [vault.${DOMAIN}:8200]\n", "template"),
        ("a.yaml", "%{ if x }\na: 1\n%{ endif }\n", "template"),
        ("templates/a.yaml", "name: '{{ x }}'\n", ""),
        ("a.yaml", 'summary: "{{ $labels.instance }} is down"\n', ""),
        ("a.yaml", "a: [1\n", "broken"),
        ("a.yaml", "apiVersion: v1\nkind: Pod\nspec: [1\n", "broken-manifest"),
        ("a.yaml", 'summary: "{{ $x }} is down"\nother:\n- b\n  c: [\n', "broken"),
        ("tsconfig.json", '{\n  // comment\n  "a": 1\n}\n', "relaxed-json"),
        ("rows.json", '{"a": 1}\n{"a": 2}\n', "relaxed-json"),
        ("kustomization.yaml", "resources: [a\n", "broken-manifest"),
        ("pod.json", '{"apiVersion": "v1", "kind": "Pod",, }\n', "broken-manifest"),
    ],
)
def test_looks(path: str, text: str, expected: str) -> None:
    assert look(text, path).look == expected


KUSTOMIZATION = """\
kind: Kustomization
resources: [../base, a.yaml, "https://example.com/x?ref=v1"]
components: [../components/tls]
patches:
- path: p.yaml
- patch: "- {op: remove, path: /x}"
- old.yaml
patchesStrategicMerge:
- s.yaml
- |
  apiVersion: v1
  kind: Pod
patchesJson6902: [{path: j.json, target: {kind: Pod}}]
configMapGenerator: [{name: c, files: [x.conf, key=y.conf], envs: [a.env], env: b.env}]
secretGenerator: [{name: s, files: 7}]
generators: [g.yaml]
transformers: [t.yaml]
configurations: [k.yaml]
crds: [crd.yaml]
replacements: [{path: r.yaml}, {source: {}}]
openapi: {path: o.json}
helmCharts: [{name: h, valuesFile: v.yaml, additionalValuesFiles: [w.yaml]}]
namePrefix: x-
labels: []
"""


def test_kustomization() -> None:
    found = look(KUSTOMIZATION, "k/kustomization.yaml").kustomization
    assert found is not None
    assert found.kind == "Kustomization"
    assert found.references == (
        ("resources", "../base"),
        ("resources", "a.yaml"),
        ("resources", "https://example.com/x?ref=v1"),
        ("components", "../components/tls"),
        ("crds", "crd.yaml"),
        ("configurations", "k.yaml"),
        ("generators", "g.yaml"),
        ("transformers", "t.yaml"),
        ("patches", "p.yaml"),
        ("patches", "old.yaml"),
        ("patchesStrategicMerge", "s.yaml"),
        ("patchesJson6902", "j.json"),
        ("configMapGenerator", "x.conf"),
        ("configMapGenerator", "y.conf"),
        ("configMapGenerator", "a.env"),
        ("configMapGenerator", "b.env"),
        ("replacements", "r.yaml"),
        ("openapi", "o.json"),
        ("valuesFile", "v.yaml"),
        ("valuesFile", "w.yaml"),
    )
    assert found.changes == (
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "components",
        "namePrefix",
        "replacements",
        "transformers",
    )


@pytest.mark.parametrize(
    ("path", "head", "expected"),
    [
        ("kustomization.yml", "resources: []", True),
        ("kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization", True),
        ("other.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component", True),
        ("kustomization.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization", False),
        ("kustomization.yaml", "apiVersion: v1\nkind: Service", False),
        ("other.yaml", "resources: []", False),
        ("kustomization.yaml", "- a", False),
    ],
)
def test_what_is_a_kustomization(path: str, head: str, *, expected: bool) -> None:
    assert (look(head + "\n", path).kustomization is not None) is expected


def test_plain_json_both_ways() -> None:
    test = "apiVersion: chainsaw.kyverno.io/v1alpha1\nkind: Test\nspec: {steps: [{try: [{assert: {file: a.yaml}}]}]}\n"
    kept = [
        look(KUSTOMIZATION, "kustomization.yaml"),
        look(test),
        look(
            "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pod, metadata: {labels: {a: b}}}]\n"
        ),
        Outline("a.yaml", "", (), Kustomization("Component", (), ())),
    ]
    for described in kept:
        assert Outline.from_json(json.loads(json.dumps(described.to_json()))) == described
    assert kept[1].expectations == ("a.yaml",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apiVersion: v1\nkind: X\nx: ${A}\n$patch: x\na: " + "[" * 5000 + "]" * 5000, ""),
        ("{apiVersion: v1, kind: List, items: [" * 2000 + "]}" * 2000, ""),
        ("apiVersion: v1\nkind: X\na: " + "[" * 20_000 + "]" * 20_000, "broken-manifest"),
        (
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n"
                for old, new in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "broken",
        ),
        ("apiVersion: v1\nkind: X\nx: ${A}\na: &a [*a]\n", ""),
    ],
    ids=["deep", "deep-lists", "too-deep", "aliases", "cycle"],
)
def test_hostile_texts(text: str, expected: str) -> None:
    described = look(text)
    assert described.look == expected
    assert len(described.entries) <= 1
