"""Roles of files in real repositories.

Set KLINT_CORPUS to a folder with `repos/<repository>/...` and `truth/files.jsonl`, whose rows are lists: repository,
path, class, documents, Kubernetes documents, bytes, oddities, error.
"""

from __future__ import annotations

import json
import os

import pytest

from klint.discover import find, read
from klint.manifest import Role, assign, outline
from klint.text import Source
from klint.yaml import decode, parse

CORPUS = os.environ.get("KLINT_CORPUS", "")
pytestmark = pytest.mark.skipif(not CORPUS, reason="KLINT_CORPUS names no folder with repositories")

# The truth has one class where klint tells apart what is judged in different ways.
CLASSES = {
    Role.manifest: "manifest",
    Role.custom_resource: "manifest",
    Role.placeholders: "manifest",
    Role.encrypted: "manifest (sops)",
    Role.kustomization: "kustomization",
    Role.patch: "kustomize patch",
    Role.helm_template: "helm template",
    Role.helm_values: "helm values",
    Role.helm_chart: "helm Chart.yaml",
    Role.template: "other template",
    Role.foreign: "kind/apiVersion but not a cluster object",
    Role.github: ".github",
    Role.list: "top-level list",
    Role.yaml: "other mapping",
    Role.json: "other json",
    Role.relaxed_json: "json error (jsonc, ndjson)",
    Role.empty: "empty",
    Role.broken: "yaml error",
    Role.unreadable: "yaml error",
}

# Where klint knows better:
# - an anchor may be defined again; PyYAML, which made the truth, refuses it;
# - `@NAME@` and `[${HOST}:80]` are placeholders of a template, not mistakes;
# - a List in JSON is as good as one in YAML;
# - a patch in a form that kustomize no longer reads is still meant as one;
# - krew's plugin manifests are stored by no cluster.
AGREEMENT = 0.99


def truth() -> dict[str, dict[str, str]]:
    """The class of every file of every repository."""
    classes: dict[str, dict[str, str]] = {}
    with open(os.path.join(CORPUS, "truth", "files.jsonl"), encoding="utf-8") as file:
        for line in file:
            repository, path, group, *_ = json.loads(line)
            classes.setdefault(repository, {})[path] = group
    return classes


def seen(repository: str) -> dict[str, str]:
    """The class of every file by klint's reckoning."""
    folder = os.path.join(CORPUS, "repos", repository)
    found = find([folder], root=folder)
    outlines = []
    for file in found.files:
        path = os.path.relpath(file.absolute, os.path.realpath(folder)).replace(os.sep, "/")
        outlines.append(outline(parse(Source(path, decode(read(file.absolute)))), path))
    roles = assign(outlines)
    links = [os.path.relpath(path, folder) for path, _ in found.aliases + found.skipped]
    return {path: CLASSES[roles[path]] for path in roles} | dict.fromkeys(links, "symlink")


def test_agreement() -> None:
    total, differences = 0, []
    for repository, expected in truth().items():
        classes = seen(repository)
        total += len(classes)
        differences += [
            f"{repository}/{path}: {group}, not {expected[path]}"
            for path, group in classes.items()
            if group != expected[path]
        ]
    told = "\n".join([f"{len(differences)} of {total} differ", *differences])
    assert len(differences) <= (1 - AGREEMENT) * total, told
