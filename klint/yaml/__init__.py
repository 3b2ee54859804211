"""YAML as Kubernetes reads it: a Source becomes Documents, every value with its exact span."""

from klint.yaml.node import Node

__all__ = ["Node"]
