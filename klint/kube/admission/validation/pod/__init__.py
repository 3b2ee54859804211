"""The pod, in itself and as a template.

Source: kubernetes `pkg/apis/core/validation` (ValidatePodSpec and what it calls).
"""

from klint.kube.admission.validation.pod.spec import pod, pod_spec, pod_template

__all__ = ["pod", "pod_spec", "pod_template"]
