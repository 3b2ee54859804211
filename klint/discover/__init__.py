"""Paths, globs, ignores, git: which files are read."""

from klint.discover.find import Discovery, File, find
from klint.discover.globs import matcher
from klint.discover.read import read

__all__ = ["Discovery", "File", "find", "matcher", "read"]
