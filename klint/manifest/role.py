"""What a file or a document is for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The value is how people are told; `why` is the reason for setting it aside."""

    manifest = "manifest"
    custom_resource = "custom resource"
    placeholders = "manifest with placeholders"
    encrypted = "encrypted manifest"
    kustomization = "kustomization"
    patch = "kustomize patch"
    helm_template = "Helm template"
    helm_values = "Helm values"
    helm_chart = "Helm chart"
    template = "template"
    foreign = "not a cluster object"
    github = "GitHub file"
    list = "list"
    yaml = "other YAML"
    json = "other JSON"
    relaxed_json = "JSON with comments or of several values"
    empty = "empty"
    broken = "syntax error"
    unreadable = "unreadable YAML"

    @property
    def judged(self) -> bool:
        """Whether it reaches a cluster as it stands, so that every check applies."""
        return self in _JUDGED

    @property
    def why(self) -> str:
        """Why it was not judged as a manifest; empty where it was."""
        return _WHY.get(self, "")


_JUDGED = frozenset({Role.manifest, Role.custom_resource, Role.placeholders})

_WHY = {
    Role.encrypted: "its values can be read only when decrypted",
    Role.kustomization: "it names and changes manifests and is none itself",
    Role.patch: "it is merged into other objects and is not complete by itself",
    Role.helm_template: "Helm makes manifests of it",
    Role.helm_values: "Helm fills templates with it",
    Role.helm_chart: "it describes a Helm chart",
    Role.template: "something has to fill it before it is YAML",
    Role.foreign: "a program reads it as its configuration; no cluster stores it",
    Role.github: "GitHub reads it",
    Role.list: "it is a list",
    Role.yaml: "it has no apiVersion and kind",
    Role.json: "it has no apiVersion and kind",
    Role.relaxed_json: "it is no JSON that Kubernetes reads",
    Role.empty: "nothing is in it",
    Role.broken: "a part of it cannot be read",
    Role.unreadable: "it is no YAML, and nothing in it speaks of Kubernetes",
}
