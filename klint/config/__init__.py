"""What a project wants from klint: klint.yaml, .klint.yaml, or [tool.klint] in pyproject.toml."""

from klint.config.load import load
from klint.config.model import Config, Suppress

__all__ = ["Config", "Suppress", "load"]
