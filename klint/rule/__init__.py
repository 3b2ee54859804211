"""A rule is a page: its front matter says what is looked at, its prose why, its examples are its tests."""

from klint.rule.catalog import Catalog, builtin
from klint.rule.model import Option, Rule

__all__ = ["Catalog", "Option", "Rule", "builtin"]
