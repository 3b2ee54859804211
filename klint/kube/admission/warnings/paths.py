"""Files of a volume that get in each other's way.

Source: kubernetes `pkg/api/pod/warnings.go` (warningsForOverlappingVirtualPaths).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.kube.admission.validation.fault import down
from klint.kube.admission.validation.printed import quoted
from klint.kube.admission.warnings.notice import remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klint.kube.admission.validation.fault import At
    from klint.kube.admission.warnings.notice import Notice

_CERTIFICATES = {
    "certificateChainPath": "PodCertificate chain",
    "keyPath": "PodCertificate key",
    "credentialBundlePath": "PodCertificate credential bundle",
}


class _File(NamedTuple):
    path: str
    source: str
    at: At

    def __str__(self) -> str:
        return f"{quoted(self.path)} ({self.source})" if self.source else quoted(self.path)

    def meets(self, other: _File) -> bool:
        """One path is the other, or a folder in which it lies."""
        if not self.path or not other.path:
            return False
        mine, theirs = f"{self.path}/", f"{other.path}/"
        return mine.startswith(theirs) or theirs.startswith(mine)


def overlaps(volume: Any, at: At) -> Iterator[Notice]:
    for kind, description in _described(volume):
        here = (at, kind)
        yield from _collisions(volume, description, _items(volume[kind], here))
    projected = volume.get("projected")
    if projected is not None:
        yield from _projected(volume, projected, (at, "projected"))


def _described(volume: Any) -> Iterator[tuple[str, str]]:
    if volume.get("configMap"):
        yield "configMap", f"ConfigMap {quoted(volume['configMap'].get('name') or '')}"
    if volume.get("secret"):
        yield "secret", f"Secret {quoted(volume['secret'].get('secretName') or '')}"
    if volume.get("downwardAPI"):
        yield "downwardAPI", "DownwardAPI"


def _items(source: Any, at: At, origin: str = "") -> Iterator[_File]:
    for index, item in enumerate(source.get("items") or ()):
        place = down(at, "items", index, "path")
        yield _File(((item or {}).get("path") or "").rstrip("/"), origin, place)


def _collisions(volume: Any, description: str, files: Iterator[_File]) -> Iterator[Notice]:
    name = quoted(volume.get("name") or "")
    seen: list[_File] = []
    for file in files:
        for other in seen:
            if file.meets(other):
                text = f"volume {name} ({description}): overlapping paths: {file} with {other}"
                yield remark(file.at, text)
        seen.append(file)


def _projected(volume: Any, projected: Any, at: At) -> Iterator[Notice]:
    files: list[_File] = []
    for index, source in enumerate(projected.get("sources") or ()):
        here = down(at, "sources", index)
        if not any(value is not None for value in (source or {}).values()):
            name = quoted(volume.get("name") or "")
            yield remark(here, f"volume {name} (Projected) has no sources provided")
            continue
        files += _of_source(source, here)
    yield from _collisions(volume, "Projected", iter(files))


def _of_source(source: Any, at: At) -> Iterator[_File]:
    """The files of the first source that is given, as the server looks for them."""
    for kind, word in (("configMap", "ConfigMap"), ("secret", "Secret"), ("downwardAPI", "DownwardAPI")):
        content = source.get(kind) or {}
        if content.get("items") is not None:
            named = "" if kind == "downwardAPI" else f" {quoted(content.get('name') or '')}"
            yield from _items(content, (at, kind), f"{word}{named}")
            return
    if source.get("serviceAccountToken") is not None:
        place = down(at, "serviceAccountToken", "path")
        yield _File(_path(source["serviceAccountToken"], "path"), "ServiceAccountToken", place)
    elif source.get("clusterTrustBundle") is not None:
        bundle = source["clusterTrustBundle"]
        name = bundle.get("name") if bundle.get("name") is not None else bundle.get("signerName")
        place = down(at, "clusterTrustBundle", "path")
        yield _File(_path(bundle, "path"), f"ClusterTrustBundle {quoted(name or '')}", place)
    elif source.get("podCertificate") is not None:
        for field, origin in _CERTIFICATES.items():
            path = _path(source["podCertificate"], field)
            yield _File(path, origin, down(at, "podCertificate", field))


def _path(source: Any, field: str) -> str:
    return (source.get(field) or "").rstrip("/")
