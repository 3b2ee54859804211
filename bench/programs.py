"""The programs that are compared, as command lines."""

from __future__ import annotations

import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))
_KLINT = (
    sys.executable,
    "-c",
    "from klint.cli.main import program; program()",
)  # as the installed script does
_CHECK = (*_KLINT, "check", "--jobs", "1")

SMALL = """\
apiVersion: v1
kind: ServiceAccount
metadata:
  name: cart
  namespace: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
  labels:
    app.kubernetes.io/name: cart
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: cart
  template:
    metadata:
      labels:
        app.kubernetes.io/name: cart
    spec:
      serviceAccountName: cart
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: cart
          image: registry.example.com/shop/cart:1.4.2
          args: ["--port=8080", "--verbose"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: REGION
              value: north
            - name: RETRIES
              value: "3"
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          readinessProbe:
            httpGet: {path: /ready, port: http}
            periodSeconds: 10
          livenessProbe:
            httpGet: {path: /healthz, port: http}
            periodSeconds: 10
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
---
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app.kubernetes.io/name: cart
  ports:
    - name: http
      port: 80
      targetPort: http
"""


def programs(folder: str, small: str) -> dict[str, tuple[str, ...]]:
    """Command lines by name; `small` is a file with the text SMALL."""
    return {
        "python": (sys.executable, "-I", "-c", "pass"),
        "pyyaml": (sys.executable, "-I", os.path.join(_HERE, "yardstick.py"), folder),
        "cold": (*_CHECK, "--no-cache", folder),
        "warm": (*_CHECK, folder),
        "parallel": (*_KLINT, "check", "--jobs", "2", "--no-cache", folder),
        "small": (*_KLINT, "check", small),
        "version": (*_KLINT, "--version"),
    }


def environment(scratch: str) -> dict[str, str]:
    """The variables that they run with: this checkout, a cache and a home of their own, whatever the caller has."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.path.dirname(_HERE),
        "HOME": scratch,
        "TMPDIR": scratch,
        "KLINT_CACHE_DIR": os.path.join(scratch, "cache"),
    }
