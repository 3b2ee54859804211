"""API groups: which are Kubernetes' own, and which name configuration files that no cluster stores."""

from __future__ import annotations

import re

BUILTIN_GROUPS = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "auditregistration.k8s.io",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "internal.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "settings.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)

# Programs like to write `apiVersion: v1` above configuration of their own.
CORE_KINDS = frozenset(
    {
        "Binding",
        "ComponentStatus",
        "ConfigMap",
        "Endpoints",
        "Event",
        "LimitRange",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Pod",
        "PodTemplate",
        "ReplicationController",
        "ResourceQuota",
        "Secret",
        "Service",
        "ServiceAccount",
    }
)

# Programs' own files; each is written with apiVersion, kind and often metadata.name.
_CONFIGURATION = frozenset(
    {
        "abac.authorization.kubernetes.io",
        "admission.k8s.io",  # AdmissionReview, as a webhook is sent it
        "apiserver.k8s.io",
        "audit.k8s.io",
        "backstage.io",
        "chainsaw.kyverno.io",
        "cli.kyverno.io",
        "client.authentication.k8s.io",
        "config.kubernetes.io",  # functions on resources (kpt, kustomize)
        "config.kwok.x-k8s.io",
        "ctlptl.dev",
        "eksctl.io",
        "eventratelimit.admission.k8s.io",
        "fn.kpt.dev",
        "garden.io",
        "imagepolicy.k8s.io",
        "k0sctl.k0sproject.io",
        "k3d.io",
        "kind.x-k8s.io",
        "kind.sigs.k8s.io",
        "kops.k8s.io",
        "kpt.dev",
        "krew.googlecontainertools.github.com",
        "kubeadm.k8s.io",
        "kuttl.dev",
        "meta.pkg.crossplane.io",
        "mirror.openshift.io",
        "minikube.sigs.k8s.io",
        "resourcequota.admission.k8s.io",
        "scaffolder.backstage.io",
        "schema.plugin.fluxcd.io",
        "scorecard.operatorframework.io",
        "tanka.dev",
        "test.gatekeeper.sh",
        "tilt.dev",
    }
)
_CONFIGURATION_ENDINGS = (".config.k8s.io",)  # kubelet, kube-proxy, scheduler, API server, kustomize
_VERSION = r"v\d+((alpha|beta)\d+)?"


def split(api_version: str) -> tuple[str, str]:
    """Group and version of an apiVersion; the group of the core is empty."""
    group, _, version = api_version.rpartition("/")
    return group, version


def is_configuration(api_version: str, kind: str) -> bool:
    """Whether an apiVersion and kind are surely those of a file that no cluster stores."""
    group, version = split(api_version)
    if group in BUILTIN_GROUPS:
        # kubectl's client configuration; the core has had no version but v1.
        return not group and (version != "v1" or kind == "Config")
    if "." not in group or group in _CONFIGURATION or group.endswith(_CONFIGURATION_ENDINGS):
        return True
    return not re.fullmatch(_VERSION, version)
