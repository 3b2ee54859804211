"""Kubernetes' own rules, as pure functions that return answers."""
