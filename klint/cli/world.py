"""What commands that ask a cluster share: which manifests, for which Kubernetes, and how to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from klint.cli.options import config_option
from klint.cli.setting import configured

if TYPE_CHECKING:
    from collections.abc import Callable

    from klint.cluster import Cluster
    from klint.yaml import Node


def asks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that `cluster` reads, and `--json`."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Answer as JSON."),
        config_option,
        click.option("--kubernetes", "-k", metavar="VERSION", help="The Kubernetes version that is meant."),
        click.option(
            "--filename",
            "-f",
            "paths",
            multiple=True,
            metavar="PATH",
            help="The manifests: files, folders or globs; by default the current folder.",
        ),
    ):
        command = option(command)
    return command


def cluster(paths: tuple[str, ...], config: str | None, kubernetes: str | None) -> Cluster:
    """The cluster that the manifests would become."""
    from klint.engine.assembly import assembled
    from klint.engine.project import opened

    settings = configured(config).overridden(kubernetes=kubernetes)
    return assembled(opened(paths or (".",), settings), settings)


def place(node: Node) -> str:
    """Where something is written, as editors and terminals understand it."""
    source = node.source
    return f"{source.path}:{source.position(node.span.start).line + 1}"
