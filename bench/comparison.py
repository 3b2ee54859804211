"""Which runs are set against which, and what is hoped for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from bench.process import run
from bench.programs import SMALL, environment, programs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.process import Usage


class Row(NamedTuple):
    """One figure of every round; `target` is the most that it may be, None where it is only of interest."""

    name: str
    unit: str
    target: float | None
    values: tuple[float, ...]

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def missed(self) -> bool:
        return self.target is not None and self.value > self.target


class Round(NamedTuple):
    """One run of every program, and the CPU seconds of every part, by name."""

    runs: Mapping[str, Usage]
    parts: Mapping[str, float]


def compare(folder: str, scratch: str, rounds: int) -> list[Row]:
    """Run everything `rounds` times, in turns: a slow minute of the machine then hits all of it."""
    small = os.path.join(scratch, "small.yaml")
    with open(small, "w", encoding="utf-8") as file:
        file.write(SMALL)
    variables = environment(scratch)
    commands = programs(folder, small)
    run(commands["warm"], scratch, variables)  # fills the cache
    return _rows([_round(commands, folder, scratch, variables) for _ in range(rounds)])


def _round(
    commands: Mapping[str, Sequence[str]], folder: str, scratch: str, variables: Mapping[str, str]
) -> Round:
    runs = {name: run(command, scratch, variables) for name, command in commands.items()}
    alone = [sys.executable, "-m", "bench.parts", folder]
    printed = subprocess.run(alone, cwd=scratch, env=variables, stdout=subprocess.PIPE, check=True).stdout
    return Round(runs, json.loads(printed))


def _rows(measured: Sequence[Round]) -> list[Row]:
    def cpu(name: str, program: str, yardstick: str, target: float | None = None) -> Row:
        values = tuple(one.runs[program].cpu / one.runs[yardstick].cpu for one in measured)
        return Row(name, "x", target, values)

    def part(name: str) -> Row:
        return Row(f"{name} alone / PyYAML load", "x", None, tuple(_part(one, name) for one in measured))

    def peak(name: str, program: str) -> Row:
        return Row(f"peak memory, {name}", "MiB", 150.0, tuple(one.runs[program].peak for one in measured))

    def seconds(program: str) -> Row:
        return Row(f"{program}, CPU", "s", None, tuple(one.runs[program].cpu for one in measured))

    wall = tuple(one.runs["parallel"].wall / one.runs["cold"].wall for one in measured)
    return [
        cpu("whole run, cold, one process / PyYAML load", "cold", "pyyaml", 1.0),
        cpu("whole run, warm cache / PyYAML load", "warm", "pyyaml", 0.15),
        cpu("one small file / python -I -c pass", "small", "python", 5.0),
        cpu("klint --version / python -I -c pass", "version", "python"),
        peak("cold", "cold"),
        peak("warm", "warm"),
        Row("two processes / one, wall", "x", None, wall),
        cpu("two processes / one", "parallel", "cold"),
        part("loader"),
        part("schema"),
        *map(seconds, ("pyyaml", "cold", "warm", "small", "python")),
    ]


def _part(measured: Round, name: str) -> float:
    return measured.parts[name] / measured.parts["pyyaml"]
