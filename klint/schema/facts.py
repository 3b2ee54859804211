"""What Kubernetes knows about its kinds and their fields, for every release klint knows.

The data lies in `schemas/kubernetes/` and is built by `scripts/build_schemas.py`.
"""
