"""A repository of manifests that nobody wrote: seeded, and in size, kinds and style like real ones."""

from bench.corpus.files import write

__all__ = ["write"]
