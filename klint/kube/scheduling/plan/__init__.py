"""What would run: the pods that controllers make of workloads, and the cluster they come into."""

from klint.kube.scheduling.plan.plan import Plan, plan

__all__ = ["Plan", "plan"]
