"""Pods and what makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.corpus.dice import Dice

Object = dict[str, Any]


def metadata(dice: Dice, *, labels: Object | None = None, namespaced: bool = True) -> Object:
    made: Object = {"name": dice.name()}
    if namespaced and dice.often(0.6):
        made["namespace"] = dice.namespace()
    if labels:
        made["labels"] = labels
    if dice.often(0.12):
        made["annotations"] = {
            "prometheus.io/scrape": "true",
            "prometheus.io/port": str(dice.choice((8080, 9090, 9100))),
            "example.com/owner": dice.sentence(4),
        }
    return made


def labels(dice: Dice) -> Object:
    name = dice.name()
    if dice.often(0.7):
        return {"app": name}
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": dice.choice(("blue", "green")),
        "app.kubernetes.io/version": f"{dice.randrange(9)}.{dice.randrange(20)}.0",
    }


def pod(dice: Dice) -> Object:
    marks = labels(dice)
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata(dice, labels=marks if dice.often(0.6) else None),
        "spec": pod_spec(dice, plain=True),
    }


def deployment(dice: Dice) -> Object:
    return _replicated(dice, "Deployment", strategy={"type": dice.choice(("RollingUpdate", "Recreate"))})


def stateful_set(dice: Dice) -> Object:
    claim = {
        "metadata": {"name": "data"},
        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}},
    }
    return _replicated(dice, "StatefulSet", serviceName=dice.name(), volumeClaimTemplates=[claim])


def daemon_set(dice: Dice) -> Object:
    made = _replicated(dice, "DaemonSet")
    del made["spec"]["replicas"]
    return made


def _replicated(dice: Dice, kind: str, **more: Any) -> Object:
    marks = labels(dice)
    spec = {
        "replicas": dice.choice((1, 1, 2, 3, 5)),
        "selector": {"matchLabels": marks},
        "template": {"metadata": {"labels": marks}, "spec": pod_spec(dice)},
    }
    if dice.often(0.3):
        spec |= more
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata(dice, labels=marks), "spec": spec}


def job(dice: Dice) -> Object:
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata(dice),
        "spec": {"backoffLimit": dice.choice((0, 3, 4)), **_job_template(dice)["spec"]},
    }


def cron_job(dice: Dice) -> Object:
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": metadata(dice),
        "spec": {
            "schedule": dice.choice(("*/5 * * * *", "0 3 * * *", "@hourly", "15 2 * * 1")),
            "concurrencyPolicy": dice.choice(("Forbid", "Allow", "Replace")),
            "jobTemplate": _job_template(dice),
        },
    }


def _job_template(dice: Dice) -> Object:
    spec = pod_spec(dice, plain=True) | {"restartPolicy": dice.choice(("Never", "OnFailure"))}
    return {"spec": {"template": {"spec": spec}}}


def pod_spec(dice: Dice, *, plain: bool = False) -> Object:
    spec: Object = {}
    rich = dice.often(0.15 if plain else 0.45)
    if rich and dice.often(0.5):
        spec["serviceAccountName"] = dice.name()
    if rich and dice.often(0.4):
        spec["securityContext"] = {"runAsNonRoot": True, "runAsUser": 1000, "fsGroup": 2000}
    if rich and dice.often(0.2):
        spec["initContainers"] = [_container(dice, "init", rich=False)]
    names = ["main", "sidecar", "metrics"][: dice.choices((1, 2, 3), (85, 12, 3))[0]]
    spec["containers"] = [_container(dice, name, rich=rich) for name in names]
    mounted = [mount["name"] for made in spec["containers"] for mount in made.get("volumeMounts", ())]
    if mounted:
        spec["volumes"] = [_volume(dice, name) for name in dict.fromkeys(mounted)]
    if rich and dice.often(0.2):
        spec["tolerations"] = [
            {"key": "dedicated", "operator": "Equal", "value": "batch", "effect": "NoSchedule"}
        ]
    if rich and dice.often(0.2):
        spec["nodeSelector"] = {"kubernetes.io/os": "linux"}
    return spec


def _container(dice: Dice, name: str, *, rich: bool) -> Object:
    made: Object = {"name": name, "image": dice.image()}
    if dice.often(0.3):
        made["command"] = ["/bin/sh", "-c", f"exec /app/{dice.name()} --port=8080"]
    if dice.often(0.5 if rich else 0.2):
        made["args"] = [f"--{dice.choice(('level', 'mode', 'region'))}={dice.name()}", "--verbose"]
    if dice.often(0.6):
        made["ports"] = [{"containerPort": dice.choice((80, 8080, 8443, 9090))}]
    if rich and dice.often(0.6):
        made["env"] = [_variable(dice, key) for key in dice.sample(_VARIABLES, dice.randrange(1, 6))]
    if dice.often(0.7 if rich else 0.15):
        made["resources"] = {
            "requests": {"cpu": dice.choice(("100m", "250m", "1")), "memory": dice.choice(("64Mi", "128Mi"))},
            "limits": {"cpu": dice.choice(("500m", "2")), "memory": dice.choice(("256Mi", "1Gi"))},
        }
    if rich and dice.often(0.5):
        made["livenessProbe"] = _probe(dice)
        made["readinessProbe"] = _probe(dice)
    if rich and dice.often(0.4):
        made["securityContext"] = {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    if dice.often(0.6 if rich else 0.05):
        made["volumeMounts"] = [{"name": "config", "mountPath": f"/etc/{dice.choice(('app', 'nginx'))}"}]
    return made


_VARIABLES = (
    "LOG_LEVEL",
    "DATABASE_URL",
    "REDIS_HOST",
    "REDIS_PORT",
    "FEATURES",
    "REGION",
    "TOKEN",
    "TIMEOUT",
)


def _variable(dice: Dice, key: str) -> Object:
    if dice.often(0.3):
        return {"name": key, "valueFrom": {"secretKeyRef": {"name": dice.name(), "key": key.lower()}}}
    return {
        "name": key,
        "value": dice.choice((dice.name(), "true", "6379", f"http://{dice.name()}:8080/path")),
    }


def _probe(dice: Dice) -> Object:
    return {
        "httpGet": {"path": dice.choice(("/healthz", "/ready", "/")), "port": dice.choice((8080, "http"))},
        "initialDelaySeconds": dice.choice((5, 10, 30)),
        "periodSeconds": 10,
    }


def _volume(dice: Dice, name: str) -> Object:
    sources: list[Object] = [{"emptyDir": {}}, {"configMap": {"name": dice.name()}}]
    return {"name": name, **dice.choice(sources)}
