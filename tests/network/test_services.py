"""Where Services and Ingresses lead."""

from __future__ import annotations

from klint.kube.network import Connectivity
from klint.kube.network.services import backends, clients, ports
from tests.network.clusters import read

PODS = """\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec:
  initContainers:
    - name: ends
      ports: [{name: http, containerPort: 1}]
    - name: stays
      restartPolicy: Always
      ports: [{name: proxy, containerPort: 15001}]
  containers:
    - name: main
      ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]
---
apiVersion: v1
kind: Pod
metadata: {name: other, namespace: shop, labels: {app: other}}
spec: {containers: []}
---
apiVersion: batch/v1
kind: Job
metadata: {name: import, namespace: shop}
spec: {template: {metadata: {labels: {app: import}}, spec: {containers: []}}}
---
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports:
    - {name: http, port: 80, targetPort: http}
    - {name: same, port: 81}
    - {name: proxy, port: 82, targetPort: proxy}
    - {name: dns, port: 53, protocol: UDP, targetPort: dns}
    - {name: wrong, port: 84, targetPort: dns}
---
apiVersion: v1
kind: Service
metadata: {name: nobody, namespace: shop}
spec: {selector: {app: nobody}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: job, namespace: shop}
spec: {selector: {job-name: import}, ports: [{port: 80}]}
---
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: front, namespace: shop}
spec:
  defaultBackend: {service: {name: gone, port: {number: 80}}}
  rules:
    - host: a.example
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}
          - {path: /dns, pathType: Prefix, backend: {service: {name: web, port: {number: 53}}}}
          - {path: /no, pathType: Prefix, backend: {service: {name: web, port: {number: 1}}}}
          - {path: /none, pathType: Prefix, backend: {service: {name: nobody, port: {number: 80}}}}
          - {path: /static, pathType: Prefix, backend: {resource: {kind: Bucket, name: x}}}
---
"""
CLOSED = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: other}}}], ports: [{port: http}]}]
---
"""


def of_service(name: str, *texts: str) -> list[tuple[int, list[tuple[str, int]], list[str]]]:
    connectivity = Connectivity(read("".join(texts)))
    service = connectivity.cluster.find("Service", name)
    assert service is not None
    return [
        (
            port.number,
            [(target.pod.name, target.port) for target in port.targets],
            sorted(pod.name for pod in clients(connectivity, port)),
        )
        for port in ports(connectivity, service)
    ]


def test_target_ports() -> None:
    assert [(number, targets) for number, targets, _ in of_service("web", PODS, SERVICE)] == [
        (80, [("web", 8080)]),
        (81, [("web", 81)]),
        (82, [("web", 15001)]),
        (53, [("web", 53)]),
        (84, []),
    ]
    assert of_service("nobody", PODS, SERVICE) == [(80, [], [])]


def test_labels_that_controllers_add_are_selected() -> None:
    assert of_service("job", PODS, SERVICE) == [(80, [("import", 80)], ["other", "web"])]


def test_clients_that_policies_let_through() -> None:
    found = of_service("web", PODS, SERVICE, CLOSED)
    assert [reached for _, _, reached in found] == [["other"], [], [], [], []]


def test_backends() -> None:
    connectivity = Connectivity(read(PODS + SERVICE + INGRESS))
    found = backends(connectivity, connectivity.cluster.of("Ingress")[0])
    assert [(one.host, one.path, one.service, one.problem) for one in found] == [
        (None, None, "gone", "no-service"),
        ("a.example", "/", "web", ""),
        ("a.example", "/dns", "web", "not-tcp"),
        ("a.example", "/no", "web", "no-port"),
        ("a.example", "/none", "nobody", "no-endpoints"),
    ]
    assert [(target.pod.name, target.port) for target in found[1].targets] == [("web", 8080)]
    assert found[1].node.path[-1] == "backend"
