"""The nodes that pods can be placed on, as files describe them."""

from klint.kube.scheduling.inventory.inventory import Inventory, inventory
from klint.kube.scheduling.inventory.mistakes import Mistake

__all__ = ["Inventory", "Mistake", "inventory"]
