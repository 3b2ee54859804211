"""Which names are worth a look, and which folders never are."""

from __future__ import annotations

SUFFIXES = (".yaml", ".yml", ".json", ".YAML", ".YML", ".JSON")

# What tools and package managers fill; never anybody's manifests.
FOREIGN_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".jj",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".terraform",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
    }
)

_FILLERS = (".j2", ".jinja", ".jinja2", ".tpl", ".tmpl", ".gotmpl", ".template", ".erb", ".mustache", ".in")


def wanted(name: str) -> bool:
    """Whether a file in a folder is YAML or JSON by its name."""
    return name.endswith(SUFFIXES)


def is_template(name: str) -> bool:
    """Whether a name says that something makes YAML or JSON of the file: `app.yaml.j2`."""
    return name.endswith(_FILLERS) and wanted(name.rpartition(".")[0])


def foreign(path: str) -> bool:
    """Whether a path leads through a folder that is never read."""
    return not FOREIGN_FOLDERS.isdisjoint(path.split("/")[:-1])
