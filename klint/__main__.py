"""`python -m klint` is `klint`."""

from klint.cli.main import program

program()
