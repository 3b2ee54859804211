"""Resources, indexed."""

from __future__ import annotations

from klint.cluster import Cluster, LabelIndex, pods
from klint.cluster.labels import positions
from klint.manifest import Resource, outline, resources
from klint.release import NEWEST, Release
from klint.text import Source
from klint.yaml import parse


def read(text: str) -> list[Resource]:
    stream = parse(Source("a.yaml", text))
    return resources(stream, outline(stream, "a.yaml"))


WORKLOADS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web, tier: front}}, spec: {}}}
---
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: old}
spec: {template: {metadata: {labels: {app: old}}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: default}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: web}}}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: single, namespace: shop, labels: {app: single}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: rolled, namespace: shop}
spec: {workloadRef: {name: web}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: own, namespace: shop}
spec: {template: {}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: broken}
spec: {template: [x]}
"""
OTHERS = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web, namespace: shop}
---
apiVersion: v1
kind: Service
metadata: {name: web}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader, namespace: by-mistake}
"""
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec: {group: example.com, names: {kind: Shop}, scope: %s}
"""


def test_pods_of_every_workload() -> None:
    cluster = Cluster(read(WORKLOADS))
    assert [pod.name for pod in cluster.pods()] == ["web", "old", "nightly", "single", "own"]
    assert [pod.name for pod in cluster.pods("shop")] == ["web", "single", "own"]
    assert [pod.name for pod in cluster.pods("")] == ["old", "nightly"]
    assert list(cluster.pods("nowhere")) == []


def test_masks() -> None:
    cluster = Cluster(read(WORKLOADS))
    web = cluster.pod_labels.equal("app", "web")
    assert [pod.name for pod in cluster.pods_in(web)] == ["web", "nightly"]
    assert [pod.name for pod in cluster.pods_in(web & cluster.within("shop"))] == ["web"]
    assert cluster.within("") == cluster.within("default") == 0b00110


def test_look_ups() -> None:
    cluster = Cluster(read(WORKLOADS + "---\n" + OTHERS))
    assert [resource.name for resource in cluster.of("Deployment")] == ["web", "old"]
    assert [resource.group for resource in cluster.of("Service")] == ["", ""]
    assert [resource.group for resource in cluster.of("Service", "serving.knative.dev")] == [
        "serving.knative.dev"
    ]
    assert list(cluster.of("Ingress")) == []
    assert [resource.namespace for resource in cluster.named("Service", "web")] == ["shop", ""]
    assert [resource.namespace for resource in cluster.named("Service", "web", "default")] == [""]
    assert cluster.find("Service", "web", "nowhere") is None
    role = cluster.find("ClusterRole", "reader")
    assert role is not None
    assert role.namespace == "by-mistake"


def test_what_is_declared_is_found_and_not_judged() -> None:
    ours, theirs = read(CRD % "Namespaced"), read(CRD % "Cluster")
    cluster = Cluster([], declared=theirs)
    assert cluster.crd("example.com", "Shop") is theirs[0]
    assert cluster.crd("example.com", "Market") is None
    assert cluster.resources == ()
    assert Cluster(ours, declared=theirs).crd("example.com", "Shop") is ours[0]


def test_release() -> None:
    assert Cluster([]).release == NEWEST
    assert Cluster([], Release(1, 30)).release == Release(1, 30)


def test_label_index() -> None:
    index = LabelIndex([{"a": "1"}, {"a": "2", "b": ""}, {}, {"a": "1", "c": "x"}])
    assert index.everyone == 0b1111
    assert index.equal("a", "1") == 0b1001
    assert index.equal("a", "") == index.equal("z", "1") == 0
    assert index.having("a") == 0b1011
    assert index.having("b") == 0b0010
    assert index.values("a") == {"1": 0b1001, "2": 0b0010}
    assert LabelIndex([]).everyone == 0


def test_positions() -> None:
    assert positions(0) == []
    assert positions(0b1001_0010) == [1, 4, 7]
    assert positions(1 << 5000) == [5000]


POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a, labels: {version: 1}}
spec:
  securityContext: {runAsUser: 1, runAsNonRoot: true, fsGroup: 2, seccompProfile: {type: RuntimeDefault}}
  initContainers:
  - {name: setup, image: busybox}
  - {name: proxy, restartPolicy: Always}
  containers:
  - name: main
    image: [wrong]
    securityContext: {runAsUser: 5, runAsNonRoot: null, readOnlyRootFilesystem: true}
  - not a container
  ephemeralContainers: {wrong: true}
"""


def test_containers() -> None:
    (pod,) = pods(read(POD)[0])
    assert pod.labels == {"version": "1"}
    assert pod.namespace == "default"
    assert [container.name for container in pod.all_containers] == ["setup", "proxy", "main"]
    assert [container.sidecar for container in pod.init_containers] == [False, True]
    assert [container.image for container in pod.all_containers] == ["busybox", "", ""]
    assert [container.name for container in pod.containers] == ["main"]
    assert pod.containers[0].field == "containers"
    assert not pod.ephemeral_containers
    assert not pod.containers[0]["ports"]


def test_effective_security_context() -> None:
    (pod,) = pods(read(POD)[0])
    setup, _, main = pod.all_containers
    assert setup.security("runAsUser").value == 1
    assert main.security("runAsUser").value == 5
    assert main.security("runAsNonRoot").value is True
    assert main.security("seccompProfile").path == ("spec", "securityContext", "seccompProfile")
    assert main.security("readOnlyRootFilesystem").value is True
    assert not setup.security("readOnlyRootFilesystem").present
    assert not main.security("fsGroup").present  # of the pod alone
    assert setup.security("runAsGroup").path == ("spec", "initContainers", 0, "securityContext", "runAsGroup")
