"""Everything that is no workload: networks, rights, configuration, storage, and kinds that klint cannot know."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from bench.corpus.dice import PARTS
from bench.corpus.workloads import Object, labels, metadata

if TYPE_CHECKING:
    from bench.corpus.dice import Dice

_VERBS = ("get", "list", "watch", "create", "update", "patch", "delete")
_RESOURCES = ("pods", "services", "configmaps", "secrets", "deployments", "jobs", "nodes", "events")


def service(dice: Dice) -> Object:
    port: Object = {"port": dice.choice((80, 443, 8080)), "targetPort": dice.choice((8080, "http"))}
    if dice.often(0.5):
        port |= {"name": "http", "protocol": "TCP"}
    return _object(dice, "v1", "Service", spec={"selector": labels(dice), "ports": [port]})


def config_map(dice: Dice) -> Object:
    data = {
        f"{dice.choice(PARTS)}.{form}": _content(dice, form)
        for form in dice.choices(("conf", "json", "sh", ""), k=2)
    }
    return _object(dice, "v1", "ConfigMap", data=data)


def dashboard(dice: Dice, length: int) -> Object:
    """A ConfigMap with one long JSON text of about that many bytes."""
    panels = [{"id": number, "title": dice.sentence(4), "type": "graph"} for number in range(length // 125)]
    return _object(dice, "v1", "ConfigMap", data={"dashboard.json": json.dumps({"panels": panels}, indent=2)})


def _content(dice: Dice, form: str) -> str:
    lines = dice.randrange(2, 25)
    if form == "json":
        return json.dumps({dice.camel(): dice.sentence(4) for _ in range(lines)}, indent=2) + "\n"
    if form == "sh":
        return "#!/bin/sh\nset -eu\n" + "".join(
            f'echo "step {line}: {dice.name()}"\n' for line in range(lines)
        )
    if form == "conf":
        return "".join(f"{dice.choice(PARTS)}.{dice.camel()} = {dice.randrange(999)}\n" for _ in range(lines))
    return dice.choice(("true", "info", "8080", dice.sentence(5)))


def secret(dice: Dice) -> Object:
    data = {key: base64.b64encode(dice.randbytes(24)).decode() for key in ("token", "password")}
    return _object(dice, "v1", "Secret", type="Opaque", data=data)


def network_policy(dice: Dice) -> Object:
    peers: list[Object] = [
        {"podSelector": {"matchLabels": labels(dice)}},
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": dice.namespace()}}},
        {"ipBlock": {"cidr": f"10.{dice.randrange(256)}.0.0/16"}},
    ]
    rule = {"from": dice.sample(peers, dice.randrange(1, 3)), "ports": [{"protocol": "TCP", "port": 8080}]}
    spec = {"podSelector": {"matchLabels": labels(dice)}, "policyTypes": ["Ingress"], "ingress": [rule]}
    return _object(
        dice, "networking.k8s.io/v1", "NetworkPolicy", spec=spec if dice.often(0.7) else {"podSelector": {}}
    )


def ingress(dice: Dice) -> Object:
    backend = {"service": {"name": dice.name(), "port": {"number": 80}}}
    path = {"path": "/", "pathType": dice.choice(("Prefix", "Exact")), "backend": backend}
    rule = {"host": f"{dice.name()}.example.com", "http": {"paths": [path]}}
    return _object(
        dice, "networking.k8s.io/v1", "Ingress", spec={"ingressClassName": "nginx", "rules": [rule]}
    )


def role(dice: Dice) -> Object:
    return _object(dice, "rbac.authorization.k8s.io/v1", "Role", rules=_rules(dice))


def cluster_role(dice: Dice) -> Object:
    return _wide(dice, "rbac.authorization.k8s.io/v1", "ClusterRole", rules=_rules(dice))


def _rules(dice: Dice) -> list[Object]:
    return [
        {
            "apiGroups": dice.sample(("", "apps", "batch"), dice.randrange(1, 3)),
            "resources": dice.sample(_RESOURCES, dice.randrange(1, 4)),
            "verbs": ["*"] if dice.often(0.1) else dice.sample(_VERBS, dice.randrange(1, 5)),
        }
        for _ in range(dice.randrange(1, 5))
    ]


def role_binding(dice: Dice) -> Object:
    return _object(dice, "rbac.authorization.k8s.io/v1", "RoleBinding", **_binding(dice, "Role"))


def cluster_role_binding(dice: Dice) -> Object:
    return _wide(dice, "rbac.authorization.k8s.io/v1", "ClusterRoleBinding", **_binding(dice, "ClusterRole"))


def _binding(dice: Dice, kind: str) -> Object:
    return {
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": dice.name()},
        "subjects": [{"kind": "ServiceAccount", "name": dice.name(), "namespace": dice.namespace()}],
    }


def service_account(dice: Dice) -> Object:
    return _object(dice, "v1", "ServiceAccount")


def namespace(dice: Dice) -> Object:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": dice.namespace()}}


def claim(dice: Dice) -> Object:
    size = f"{dice.choice((1, 5, 10, 100))}Gi"
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}
    return _object(dice, "v1", "PersistentVolumeClaim", spec=spec)


def volume(dice: Dice) -> Object:
    spec = {"capacity": {"storage": "10Gi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/data"}}
    return _wide(dice, "v1", "PersistentVolume", spec=spec)


def storage_class(dice: Dice) -> Object:
    return _wide(
        dice, "storage.k8s.io/v1", "StorageClass", provisioner="disk.csi.example.com", reclaimPolicy="Delete"
    )


def autoscaler(dice: Dice) -> Object:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": dice.name()}
    load = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": dice.choice((50, 70, 80))}}
    metrics = [{"type": "Resource", "resource": load}]
    spec = {
        "scaleTargetRef": target,
        "minReplicas": 2,
        "maxReplicas": dice.choice((5, 10)),
        "metrics": metrics,
    }
    return _object(dice, "autoscaling/v2", "HorizontalPodAutoscaler", spec=spec)


def disruption_budget(dice: Dice) -> Object:
    spec = {"minAvailable": dice.choice((1, "50%")), "selector": {"matchLabels": labels(dice)}}
    return _object(dice, "policy/v1", "PodDisruptionBudget", spec=spec)


def foreign_policy(dice: Dice) -> Object:
    """A custom resource whose definition is nowhere in the repository."""
    match = {"any": [{"resources": {"kinds": ["Pod"], "namespaces": [dice.namespace()]}}]}
    pattern = {"spec": {"containers": [{"image": "!*:latest", "name": "?*"}]}}
    rules = [
        {"name": dice.name(), "match": match, "validate": {"message": dice.sentence(9), "pattern": pattern}}
        for _ in range(dice.randrange(1, 4))
    ]
    return _wide(dice, "policies.example.org/v1", "ImagePolicy", spec={"background": False, "rules": rules})


def foreign_route(dice: Dice) -> Object:
    """Another one."""
    split = [{"destination": {"host": dice.name(), "subset": part}, "weight": 50} for part in ("v1", "v2")]
    return _object(
        dice, "mesh.example.org/v1", "TrafficSplit", spec={"hosts": [dice.name()], "http": [{"route": split}]}
    )


def _object(dice: Dice, version: str, kind: str, **body: object) -> Object:
    marks = labels(dice) if dice.often(0.5) else None
    return {"apiVersion": version, "kind": kind, "metadata": metadata(dice, labels=marks), **body}


def _wide(dice: Dice, version: str, kind: str, **body: object) -> Object:
    return {"apiVersion": version, "kind": kind, "metadata": metadata(dice, namespaced=False), **body}
