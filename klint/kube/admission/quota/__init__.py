"""ResourceQuotas: what objects count in them, and whether they leave room."""

from klint.kube.admission.quota.decision import Refusal, Standing, admit, standing
from klint.kube.admission.quota.usage import tracked, usage

__all__ = ["Refusal", "Standing", "admit", "standing", "tracked", "usage"]
