"""Role-based access control: who may do what, and through which rule, binding and subject."""

from klint.kube.rbac.authorizer import Authorizer, Decision, Grant
from klint.kube.rbac.builtin import builtin, with_builtin
from klint.kube.rbac.escalation import Refusal, escalation, excess
from klint.kube.rbac.policy import Binding, Policy, Role, RoleId, Subject
from klint.kube.rbac.request import Request, User
from klint.kube.rbac.rule import Rule

__all__ = [
    "Authorizer",
    "Binding",
    "Decision",
    "Grant",
    "Policy",
    "Refusal",
    "Request",
    "Role",
    "RoleId",
    "Rule",
    "Subject",
    "User",
    "builtin",
    "escalation",
    "excess",
    "with_builtin",
]
