"""`klint explain`."""

from __future__ import annotations

import click

from klint.cli.options import config_option
from klint.cli.setting import configured
from klint.rule import builtin


@click.command()
@click.argument("name")
@config_option
def command(name: str, config: str | None) -> None:
    """Print the page of the rule NAME: what is wrong, why it matters, examples."""
    catalog = builtin().with_pages(configured(config).rule_paths)
    found = catalog.replacing(name)
    rule = found[0] if found else catalog[name]
    with open(rule.path, encoding="utf-8") as file:
        body = file.read().split("\n---\n", 1)[1].strip()
    runs = "runs by default" if rule.default else "runs when selected"
    click.echo(f"# {rule.name}\n\n{rule.severity.name} · {', '.join(rule.each)} · {runs}\n\n{body}")
    for option, (kind, default, description) in rule.options.items():
        click.echo(f"\nOption {option} ({kind}, default {default!r}): {description}")
