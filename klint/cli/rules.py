"""`klint rules`."""

from __future__ import annotations

import click

from klint.cli.options import config_option
from klint.cli.setting import configured
from klint.engine.selection import chosen
from klint.rule import builtin


@click.command()
@click.argument("pattern", default="*")
@click.option("--json", "as_json", is_flag=True, help="All facts of each rule as JSON.")
@config_option
def command(pattern: str, config: str | None, *, as_json: bool) -> None:
    """List the rules whose name, group or tag matches PATTERN.

    A star marks a rule that runs in the config in force.
    """
    from fnmatch import fnmatchcase

    settings = configured(config)
    catalog = builtin().with_pages(settings.rule_paths)
    running = {rule.name for rule in chosen(catalog, settings)}
    listed = [
        rule
        for rule in sorted(catalog, key=lambda rule: (rule.group, rule.name))
        if any(fnmatchcase(text, pattern) for text in (rule.name, rule.group, *rule.tags))
    ]
    if as_json:
        import json

        click.echo(json.dumps([rule.to_json() | {"runs": rule.name in running} for rule in listed], indent=2))
        return
    width = max((len(rule.name) for rule in listed), default=0)
    for rule in listed:
        mark = "*" if rule.name in running else " "
        click.echo(f"{mark} {rule.name:{width}}  {rule.severity.name:7}  {rule.title}")
