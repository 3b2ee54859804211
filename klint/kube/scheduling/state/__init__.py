"""The cluster while pods are being placed."""
