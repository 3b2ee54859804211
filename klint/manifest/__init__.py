"""What each file and document is, and the Kubernetes objects in them."""

from klint.manifest.outline import Entry, Outline, outline
from klint.manifest.placeholder import has_placeholder, is_placeholder
from klint.manifest.references import Kustomization
from klint.manifest.resource import Resource, resources
from klint.manifest.role import Role
from klint.manifest.roles import Roles, assign

__all__ = [
    "Entry",
    "Kustomization",
    "Outline",
    "Resource",
    "Role",
    "Roles",
    "assign",
    "has_placeholder",
    "is_placeholder",
    "outline",
    "resources",
]
