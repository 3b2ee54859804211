"""Files of a repository that are no manifests: kustomizations, patches, charts, and other YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.corpus.dice import Dice
    from bench.corpus.workloads import Object


def overlay(target: Object | None) -> dict[str, Object]:
    """The files of an overlay beside a base, which patches one Deployment of it; by name."""
    kustomization: Object = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": ["../base"],
    }
    if target is None:
        return {"kustomization.yaml": kustomization}
    patch = {
        "apiVersion": target["apiVersion"],
        "kind": target["kind"],
        "metadata": {"name": target["metadata"]["name"]},
        "spec": {"replicas": 4},
    }
    return {"kustomization.yaml": kustomization | {"patches": [{"path": "patch.yaml"}]}, "patch.yaml": patch}


def base(files: Sequence[str]) -> Object:
    """The kustomization of a folder of manifests."""
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(files),
    }


def chart(dice: Dice) -> Iterator[tuple[str, str]]:
    """The files of a small Helm chart: name and text."""
    name = dice.name()
    yield "Chart.yaml", f"apiVersion: v2\nname: {name}\nversion: 0.{dice.randrange(9)}.0\n"
    yield (
        "values.yaml",
        f"replicas: 2\nimage:\n  repository: {dice.image()}\n  pullPolicy: Always\nlabels: {{}}\n",
    )
    yield "templates/service.yaml", _TEMPLATE.replace("NAME", name)


def pipeline(dice: Dice) -> Object:
    """A file of some CI system."""
    steps = [
        {"name": dice.sentence(3), "run": f"make {dice.choice(('test', 'lint', 'build'))}"} for _ in range(3)
    ]
    return {"name": dice.name(), "on": ["push"], "jobs": {"build": {"runs-on": "linux", "steps": steps}}}


def compose(dice: Dice) -> Object:
    """A file of containers for a developer's machine."""
    services = {dice.name(): {"image": dice.image(), "ports": ["8080:80"]} for _ in range(3)}
    return {"services": services}


_TEMPLATE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-NAME
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
spec:
  type: {{ .Values.type | default "ClusterIP" }}
  selector:
    app: NAME
  ports:
    - port: 80
{{- if .Values.metrics }}
    - port: 9090
      name: metrics
{{- end }}
"""
