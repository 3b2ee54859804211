"""The packages the facts are read from, fetched by the registries' own clients."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STRUCTURE = "kubernetes-validate==1.37.0"  # Apache-2.0: types of 1.25 to 1.37
ENUMS = "kubernetes-models@5.1.0"  # MIT: values of enumerations
LIFECYCLE = {  # lightkube-models, MIT: kinds, scopes, verbs and subresources, one wheel a release
    15: "1.15.12.8",
    16: "1.16.15.8",
    17: "1.17.16.8",
    18: "1.18.14.8",
    19: "1.19.6.8",
    20: "1.20.1.8",
    21: "1.21.0.8",
    22: "1.22.0.8",
    23: "1.23.6.8",
    24: "1.24.1.8",
    25: "1.25.4.8",
    26: "1.26.0.8",
    27: "1.27.1.8",
    28: "1.28.1.8",
    29: "1.29.0.8",
    30: "1.30.0.8",
    31: "1.31.1.8",
    32: "1.32.0.8",
    33: "1.33.1.8",
    34: "1.34.0.8",
    35: "1.35.0.8",
    36: "1.36.3.8",
    37: "1.37.0.8",
}

BOOTSTRAP = {
    minor: f"v1.{minor}.0" for minor in range(25, 38)
}  # k8s.io/kubernetes, Apache-2.0: default policy


def wheel(requirement: str, folder: str) -> zipfile.ZipFile:
    """A wheel from the package index; `folder` keeps it for the next run."""
    name, _, version = requirement.partition("==")
    path = os.path.join(folder, f"{name.replace('-', '_')}-{version}-py3-none-any.whl")
    if not os.path.exists(path):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        subprocess.run([*pip, requirement], check=True)
    return zipfile.ZipFile(path)


def declarations(folder: str) -> Iterator[tuple[str, str]]:
    """Path and text of every TypeScript declaration of the npm package."""
    name, _, version = ENUMS.partition("@")
    path = os.path.join(folder, f"{name}-{version}.tgz")
    if not os.path.exists(path):
        subprocess.run(["npm", "pack", "--silent", ENUMS], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(path) as archive:
        for member in archive:
            if member.name.endswith(".d.ts") and (file := archive.extractfile(member)):
                yield member.name, file.read().decode()


def go_module(module: str, files: Sequence[str], folder: str) -> list[str]:
    """Texts of files of a Go module, from the module proxy; `folder` keeps these files for the next run."""
    kept = os.path.join(folder, module.replace("/", "-"))
    paths = [os.path.join(kept, os.path.basename(file)) for file in files]
    if not all(map(os.path.exists, paths)):
        os.makedirs(kept, exist_ok=True)
        with tempfile.TemporaryDirectory() as cache:
            for file, path in zip(files, paths, strict=True):
                shutil.copyfile(os.path.join(_downloaded(module, cache), file), path)
    return [_text(path) for path in paths]


def _downloaded(module: str, cache: str) -> str:
    """The folder of a module; it is downloaded if the cache has it not yet."""
    environment = {**os.environ, "GOMODCACHE": cache, "GOFLAGS": "-modcacherw"}
    go = ["go", "mod", "download", "-json", module]
    done = subprocess.run(go, cwd=cache, env=environment, check=True, capture_output=True)
    return str(json.loads(done.stdout)["Dir"])


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
