"""What files are for, seen together."""

from __future__ import annotations

import pytest

from klint.manifest import Role, Roles, assign, outline, resources
from klint.manifest.roles import SetAside
from klint.text import Source
from klint.yaml import parse


def roles_in(files: dict[str, str]) -> Roles:
    return assign([outline(parse(Source(path, text)), path) for path, text in files.items()])


def an(api_version: str, kind: str, metadata: str = "{name: a}") -> str:
    return f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {metadata}\n"


DEPLOYMENT = an("apps/v1", "Deployment")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (DEPLOYMENT, Role.manifest),
        (an("v1", "Pod", "{}"), Role.manifest),
        (an("cert-manager.io/v1", "Certificate"), Role.custom_resource),
        (an("argoproj.io/v1alpha1", "Workflow", "{generateName: a-}"), Role.custom_resource),
        (an("serving.knative.dev/v1", "Service", "{}"), Role.foreign),
        (an("v1", "Config"), Role.foreign),
        (an("v1", "Policy", "{}"), Role.foreign),
        (an("v1", "Policy"), Role.manifest),
        (an("v1alpha1", "HostnameConfig"), Role.foreign),
        (an("release-notes/v2", "feature"), Role.foreign),
        (an("skaffold/v4beta6", "Config"), Role.foreign),
        (an("builtin", "LabelTransformer"), Role.foreign),
        (an("kind.x-k8s.io/v1alpha4", "Cluster"), Role.foreign),
        (an("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration"), Role.foreign),
        (an("backstage.io/v1alpha1", "Component"), Role.foreign),
        (an("chainsaw.kyverno.io/v1alpha1", "Test"), Role.foreign),
        (an("audit.k8s.io/v1", "Policy"), Role.foreign),
        (an("snapshot.storage.k8s.io/v1", "VolumeSnapshot"), Role.custom_resource),
        (an("v1", "Secret") + "sops: {mac: x}\n", Role.encrypted),
        (an("v1", "Pod", "{name: '${NAME}'}"), Role.placeholders),
        (an("v1", "Service") + "$patch: delete\n", Role.patch),
        ("a: 1\n", Role.yaml),
        ("a word\n", Role.yaml),
        ("- a\n", Role.list),
        ("# nothing\n", Role.empty),
        ("", Role.empty),
        ("a: [\n", Role.unreadable),
        (DEPLOYMENT + "---\na: [\n", Role.broken),
        ("name: {{ .x }}\n", Role.template),
        (DEPLOYMENT + "---\na: 1\n", Role.manifest),
        ("# nothing\n---\n" + DEPLOYMENT, Role.manifest),
    ],
)
def test_a_file_by_itself(text: str, role: Role) -> None:
    assert roles_in({"a.yaml": text})["a.yaml"] is role


@pytest.mark.parametrize(
    ("path", "text", "role"),
    [
        ("a.json", '{"a": 1}', Role.json),
        ("a.json", "[]", Role.json),
        ("a.json", '{"apiVersion": "v1", "kind": "Pod"}', Role.manifest),
        ("a.json", '{"a": 1} // b', Role.relaxed_json),
        (".github/workflows/a.yml", "on: push\n", Role.github),
        ("x/.github/a.yml", "- a\n", Role.github),
        (".github/deploy/a.yaml", DEPLOYMENT, Role.manifest),
        ("x/values.yaml", "a: 1\n", Role.helm_values),
        ("x/values-prod.yml", "a: 1\n", Role.helm_values),
        ("x/values.yaml", "", Role.empty),
        ("x/values.yaml", DEPLOYMENT, Role.manifest),
    ],
)
def test_a_file_by_its_name(path: str, text: str, role: Role) -> None:
    assert roles_in({path: text})[path] is role


def test_charts() -> None:
    roles = roles_in(
        {
            "c/Chart.yaml": "apiVersion: v2\nname: c\n",
            "c/values.yaml": "a: 1\n",
            "c/templates/a.yaml": DEPLOYMENT,
            "c/templates/deep/b.yaml": "name: {{ .x }}\n",
            "c/crds/d.yaml": an("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            "c/charts/sub/Chart.yaml": "apiVersion: v2\nname: {{ .x }}\n",
            "c/charts/sub/templates/a.yaml": DEPLOYMENT,
            "other/templates/a.yaml": DEPLOYMENT,
            "other/templates/b.yaml": "name: {{ .Release.Name }}\n",
        }
    )
    assert {path: roles[path] for path in roles} == {
        "c/Chart.yaml": Role.helm_chart,
        "c/values.yaml": Role.helm_values,
        "c/templates/a.yaml": Role.helm_template,
        "c/templates/deep/b.yaml": Role.helm_template,
        "c/crds/d.yaml": Role.manifest,
        "c/charts/sub/Chart.yaml": Role.helm_chart,
        "c/charts/sub/templates/a.yaml": Role.helm_template,
        "other/templates/a.yaml": Role.manifest,
        "other/templates/b.yaml": Role.helm_template,
    }


def test_a_chart_in_the_current_folder() -> None:
    roles = roles_in({"Chart.yaml": "name: c\n", "templates/a.yaml": DEPLOYMENT})
    assert roles["templates/a.yaml"] is Role.helm_template


def test_what_a_kustomization_names() -> None:
    roles = roles_in(
        {
            "over/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}, {path: ops.yaml}]\n"
            "generators: [g.yaml]\nhelmCharts: [{name: x, valuesFile: x.yaml}]\n",
            "over/p.yaml": DEPLOYMENT,
            "over/ops.yaml": "- {op: remove, path: /x}\n",
            "over/g.yaml": an("viaduct.ai/v1", "ksops"),
            "over/x.yaml": "a: 1\n",
            "base/kustomization.yaml": "resources: [d.yaml]\n",
            "base/d.yaml": DEPLOYMENT,
            "base/unlisted.yaml": DEPLOYMENT,
        }
    )
    assert roles["over/kustomization.yaml"] is Role.kustomization
    assert roles["over/p.yaml"] is roles["over/ops.yaml"] is Role.patch
    assert roles["over/g.yaml"] is Role.foreign
    assert roles["over/x.yaml"] is Role.helm_values
    assert roles["base/d.yaml"] is Role.manifest
    assert roles.completed("base/d.yaml")
    assert not roles.completed("base/unlisted.yaml")


@pytest.mark.parametrize(
    ("change", "completes"),
    [
        ("commonLabels: {app: web}", True),
        ("components: [../c]", True),
        ("patches: [{patch: x}]", True),
        ("namespace: shop", False),
        ("images: [{name: x}]", False),
    ],
)
def test_what_completes(change: str, *, completes: bool) -> None:
    roles = roles_in(
        {
            "kustomization.yaml": f"resources: [a, ./b.yaml]\n{change}\n",
            "a/kustomization.yaml": "resources: [deep.yaml, ../a]\n",
            "a/deep.yaml": DEPLOYMENT,
            "b.yaml": DEPLOYMENT,
        }
    )
    assert roles.completed("a/deep.yaml") is completes
    assert roles.completed("b.yaml") is completes


def test_expectations_of_tests_are_not_whole() -> None:
    test = (
        an("chainsaw.kyverno.io/v1alpha1", "Test") + "spec: {steps: [{try: [{assert: {file: ../x.yaml}}]}]}\n"
    )
    roles = roles_in({"t/chainsaw-test.yaml": test, "x.yaml": DEPLOYMENT, "k/00-assert.yaml": DEPLOYMENT})
    assert roles.completed("x.yaml")
    assert roles.completed("k/00-assert.yaml")


def test_a_definition_among_the_files_makes_objects_of_configuration() -> None:
    crd = an("apiextensions.k8s.io/v1", "CustomResourceDefinition", "{name: clusters.kops.k8s.io}")
    cluster = an("kops.k8s.io/v1alpha2", "Cluster")
    assert roles_in({"a.yaml": cluster})["a.yaml"] is Role.foreign
    assert roles_in({"a.yaml": cluster, "b.yaml": crd})["a.yaml"] is Role.custom_resource


def test_documents_of_one_file() -> None:
    text = DEPLOYMENT + "---\n---\n" + an("v1", "Secret") + "sops: {mac: x}\n---\na: 1\n"
    stream = parse(Source("a.yaml", text))
    described = outline(stream, "a.yaml")
    roles = assign([described])
    assert [roles.document("a.yaml", index) for index in range(4)] == [
        Role.manifest,
        Role.empty,
        Role.encrypted,
        Role.yaml,
    ]
    assert [roles.judged(resource) for resource in resources(stream, described)] == [True, False]
    assert [roles.heard("a.yaml", index) for index in range(4)] == [True, False, False, False]


def test_who_is_heard() -> None:
    roles = roles_in(
        {
            "kustomization.yaml": "resources: [a.yaml]\n",
            "a.yaml": DEPLOYMENT,
            "broken.yaml": "apiVersion: v1\nkind: Pod\nspec: [\n",
            "other-broken.yaml": "a: [\n",
            "other.yaml": "a: 1\n",
            "t.yaml": "a: {{ b }}\n",
        }
    )
    heard = ["kustomization.yaml", "a.yaml", "broken.yaml", "other-broken.yaml"]
    assert [path for path in roles if roles.heard(path)] == heard


def test_what_is_set_aside() -> None:
    roles = roles_in(
        {"a.yaml": "a: 1\n", "b.yaml": DEPLOYMENT + "---\n- x\n---\n# nothing\n", "c.yaml": DEPLOYMENT}
    )
    assert list(roles.set_aside()) == [SetAside("a.yaml", None, Role.yaml), SetAside("b.yaml", 1, Role.list)]
    assert roles.counts() == {Role.yaml: 1, Role.manifest: 2}


@pytest.mark.parametrize("role", Role)
def test_every_role_says_why_it_is_set_aside(role: Role) -> None:
    assert bool(role.why) is not role.judged
