"""What no package says, read in the sources and the documentation of Kubernetes and written down by hand.

Three things: where the API server asks for less than its published schema, where it asks for more,
and what happened to kinds and values over time.
"""

from __future__ import annotations

OPTIONAL = {
    "apiextensions.v1.CustomResourceDefinitionVersion": "served storage",
    "batch.v1.PodFailurePolicy": "rules",
    "core.v1.Event": "involvedObject",
    "core.v1.HTTPHeader": "value",
    "core.v1.ISCSIPersistentVolumeSource": "lun",
    "core.v1.ISCSIVolumeSource": "lun",
    "core.v1.LimitRangeSpec": "limits",
    "core.v1.PreferredSchedulingTerm": "preference",
    "core.v1.ScaleIOPersistentVolumeSource": "secretRef",
    "core.v1.ScaleIOVolumeSource": "secretRef",
    "core.v1.SleepAction": "seconds",
    "core.v1.Sysctl": "value",
    "resource.v1.Counter": "value",
    "resource.v1.DeviceCapacity": "value",
    "resource.v1.ResourcePool": "generation",
    "resource.v1beta1.Counter": "value",
    "resource.v1beta1.DeviceCapacity": "value",
    "resource.v1beta1.ResourcePool": "generation",
    "resource.v1beta2.Counter": "value",
    "resource.v1beta2.DeviceCapacity": "value",
    "resource.v1beta2.ResourcePool": "generation",
    "storage.v1.CSIDriver": "spec",
    "storage.v1.CSINode": "spec",
    "storage.v1.CSINodeSpec": "drivers",
    "storage.v1.TokenRequest": "audience",
}
"""Required by the schema, but absent they are decoded as a zero value that validation lets pass.

The schemas have been corrected this way since 1.33, so a field that the newest schema leaves optional
is never required either; these are what the newest one still gets wrong.
"""

UNIQUE = {
    "admissionregistration.v1.MutatingAdmissionPolicySpec": "matchConditions variables",
    "admissionregistration.v1.MutatingWebhook": "matchConditions",
    "admissionregistration.v1.MutatingWebhookConfiguration": "webhooks",
    "admissionregistration.v1.ValidatingAdmissionPolicySpec": "matchConditions variables",
    "admissionregistration.v1.ValidatingWebhook": "matchConditions",
    "admissionregistration.v1.ValidatingWebhookConfiguration": "webhooks",
    "core.v1.Container": "volumeDevices volumeMounts",
    "core.v1.EphemeralContainer": "volumeMounts",
    "core.v1.PodSpec": "containers ephemeralContainers initContainers resourceClaims schedulingGates topologySpreadConstraints volumes",
    "core.v1.ResourceRequirements": "claims",
    "core.v1.ServiceSpec": "ipFamilies ports",
    "storage.v1.CSINodeSpec": "drivers",
}
"""Lists in which the API server's validation refuses two items of the same keys.

In every other list that is a map or a set it accepts them, and only server-side apply refuses them.
"""

VALUES = {
    ("apps.v1.StatefulSetUpdateStrategy", "type"): "OnDelete Recreate RollingUpdate",
    ("autoscaling.v2.HPAScalingPolicy", "type"): "Percent Pods",
    ("autoscaling.v2.HPAScalingRules", "selectPolicy"): "Disabled Max Min",
    ("autoscaling.v2.MetricSpec", "type"): "ContainerResource External Object Pods Resource",
    ("autoscaling.v2.MetricTarget", "type"): "AverageValue Utilization Value",
    ("core.v1.GRPCAction", "mode"): "Plaintext TLS",
    ("core.v1.HTTPGetAction", "protocol"): "HTTP1 HTTP2",
    ("meta.v1.LabelSelectorRequirement", "operator"): "DoesNotExist Exists In NotIn",
}
"""Enumerations that are validated but not declared as such, or that the package is too old for."""

LATER_VALUES: dict[tuple[str, str, str], int] = {
    ("apps.v1.StatefulSetUpdateStrategy", "type", "Recreate"): 37,
    ("batch.v1.PodFailurePolicyRule", "action", "FailIndex"): 28,
    ("core.v1.ResourceQuotaSpec", "scopes", "VolumeAttributesClass"): 33,
    ("core.v1.ScopedResourceSelectorRequirement", "scopeName", "VolumeAttributesClass"): 33,
    ("core.v1.Toleration", "operator", "Gt"): 35,
    ("core.v1.Toleration", "operator", "Lt"): 35,
    ("resource.v1.DeviceTaint", "effect", "None"): 35,
    ("resource.v1.DeviceToleration", "effect", "None"): 35,
}
"""The first release that knows a value, where its field is older."""

NOT_SERVED_SINCE = {("apps", "v1beta1"): 16, ("apps", "v1beta2"): 16, ("extensions", "v1beta1"): 16}
"""Groups that stayed in the published API two releases longer than servers had them by default."""

STILL_SERVED = {("extensions", "v1beta1", "Ingress")}

MOVED = {
    "extensions/v1beta1/DaemonSet": "apps/v1/DaemonSet",
    "extensions/v1beta1/Deployment": "apps/v1/Deployment",
    "extensions/v1beta1/Ingress": "networking.k8s.io/v1/Ingress",
    "extensions/v1beta1/NetworkPolicy": "networking.k8s.io/v1/NetworkPolicy",
    "extensions/v1beta1/ReplicaSet": "apps/v1/ReplicaSet",
    "v1/Endpoints": "discovery.k8s.io/v1/EndpointSlice",
}
"""Kinds that live on in another group or under another name; otherwise their group's best version does."""

INSTEAD = {
    "extensions/v1beta1/PodSecurityPolicy": "Pod Security admission",
    "policy/v1beta1/PodSecurityPolicy": "Pod Security admission",
    "v1/ComponentStatus": "the health endpoints of each component",
}
"""What took the place of kinds that have no successor."""

DEPRECATED = {"v1/ComponentStatus": 19, "v1/Endpoints": 33}
"""Stable kinds that are deprecated; others are when a better version has been served and they are old enough."""

DEFAULT_BETAS = frozenset({"flowcontrol.apiserver.k8s.io/v1beta3"})
"""Beta versions that servers serve by default although they came after 1.23."""

CONNECT = {
    "v1/Node": {"proxy": "create delete get patch update"},
    "v1/Pod": {
        "attach": "create get",
        "exec": "create get",
        "portforward": "create get",
        "proxy": "create delete get patch update",
    },
    "v1/Service": {"proxy": "create delete get patch update"},
}
"""Subresources one connects to, which the packages leave out, with the verbs that are authorised."""
