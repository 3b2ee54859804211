"""Every Resource of a run, indexed; the pods that workloads would make."""

from klint.cluster.cluster import Cluster
from klint.cluster.labels import LabelIndex
from klint.cluster.pods import Container, Pod, pods

__all__ = ["Cluster", "Container", "LabelIndex", "Pod", "pods"]
