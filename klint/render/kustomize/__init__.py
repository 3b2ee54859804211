"""Kustomizations, built as `kubectl kustomize` builds them, with every value knowing its source line."""

from klint.render.kustomize.build import Build, Kustomizer, build
from klint.render.kustomize.limits import Limits
from klint.render.kustomize.problem import Problem

__all__ = ["Build", "Kustomizer", "Limits", "Problem", "build"]
