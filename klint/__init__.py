"""Says offline what a Kubernetes control plane would do with a set of manifests."""

__version__ = "0.1.0"
