"""Volumes put together from several sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube import formats
from klint.kube.admission.validation.fault import Aside, forbidden, invalid, not_supported, required, too_long
from klint.kube.admission.validation.metadata import label_selector
from klint.kube.admission.validation.paths import below_unreserved
from klint.kube.admission.validation.pod.downward import FILE_MODE, files
from klint.kube.admission.validation.rules import Rules, dropped, each
from klint.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klint.kube.admission.validation.fault import At, Fault
    from klint.kube.admission.validation.rules import Check, Scope

_TEN_MINUTES = 600
_LONGEST_TOKEN = 2**32
_CERTIFICATE_KEYS = ("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519")
_CERTIFICATE_PATHS = ("credentialBundlePath", "keyPath", "certificateChainPath")
_HOUR, _DAY = 3600, 86400
_LONGEST_SIGNER = formats.LONGEST_SUBDOMAIN * 2 + formats.LONGEST_LABEL + 2


def signer_name(value: str, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    """The name of a signer: a domain, a slash and a path of names with points."""
    if not value:
        yield required(at)
        return
    domain, slash, name = value.partition("/")
    if not slash or "/" in name:
        yield invalid(
            at, value, "must be a fully qualified domain and path of the form 'example.com/signer-name'"
        )
        return
    if formats.size(domain) > formats.LONGEST_SUBDOMAIN:
        yield too_long(at, formats.LONGEST_SUBDOMAIN)
    labels = domain.split(".")
    bad = next((one for one in labels if formats.label(one)), None)
    for wrong in formats.label(bad) if bad is not None else ():
        yield invalid(at, domain, f'validating label "{bad}": {wrong}')
    if len(labels) < 2:
        yield invalid(at, domain, "should be a domain with at least two segments separated by dots")
    bad = next((one for one in name.split(".") if formats.subdomain(one)), None)
    for wrong in formats.subdomain(bad) if bad is not None else ():
        yield invalid(at, name, f'validating label "{bad}": {wrong}')
    if formats.size(value) > _LONGEST_SIGNER:
        yield too_long(at, _LONGEST_SIGNER)


def _token(value: Any, at: At, scope: Scope) -> Iterator[Fault]:  # noqa: ARG001
    seconds = value.get("expirationSeconds")
    if seconds is not None and seconds < _TEN_MINUTES:
        yield invalid((at, "expirationSeconds"), seconds, "may not specify a duration less than 10 minutes")
    if seconds is not None and seconds > _LONGEST_TOKEN:
        yield invalid(
            (at, "expirationSeconds"), seconds, "may not specify a duration larger than 2^32 seconds"
        )


def _token_path(token: Any, at: At, scope: Scope) -> Iterator[Fault]:
    """The server leaves the source out of this place."""
    here = ((at, Aside("serviceAccountToken")), "path")
    if not token.get("path"):
        yield required(here)
    else:
        yield from below_unreserved(token["path"], here, scope)


def _bundle(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    name, signer = value.get("name"), value.get("signerName")
    if name is not None and signer is not None:
        yield invalid(at, _bundle_shown(value), "only one of name and signerName may be used")
    elif name is not None:
        yield from _bundle_name(value, name, at)
    elif signer is not None:
        if not signer:
            yield required((at, "signerName"), "must be a valid signer name")
        yield from signer_name(signer, (at, "signerName"), scope)
        if value.get("labelSelector") is not None:
            yield from label_selector(value["labelSelector"], (at, "labelSelector"), scope)
    else:
        yield required(at, "either name or signerName must be specified")
    if not value.get("path"):
        yield required((at, "path"))
    else:
        yield from below_unreserved(value["path"], (at, "path"), scope)


def _bundle_shown(value: Any) -> dict[str, Any]:
    fields = ("Name", "SignerName", "LabelSelector", "Optional", "Path")
    return {field: value.get(field[0].lower() + field[1:]) for field in fields}


def _bundle_name(value: Any, name: str, at: At) -> Iterator[Fault]:
    if not name:
        yield required((at, "name"), "must be a valid object name")
    for wrong in formats.subdomain(name.rpartition(":")[2]):
        yield invalid((at, "name"), name, f"not a valid clustertrustbundlename: {wrong}")
    if value.get("labelSelector") is not None:
        words = "labelSelector must be unset if name is specified"
        yield invalid((at, "labelSelector"), value["labelSelector"], words)


def _certificate(value: Any, at: At, scope: Scope) -> Iterator[Fault]:
    signer = value.get("signerName") or ""
    yield from signer_name(signer, (at, "signerName"), scope)
    if value.get("keyType") not in _CERTIFICATE_KEYS:
        yield not_supported((at, "keyType"), value.get("keyType") or "", _CERTIFICATE_KEYS, plain=True)
    seconds, here = value.get("maxExpirationSeconds"), (at, "maxExpirationSeconds")
    most = _DAY if _is_kubernetes(signer) else 91 * _DAY
    if seconds is not None and seconds < _HOUR:
        yield invalid(here, seconds, f"if provided, maxExpirationSeconds must be >= {_HOUR}")
    if seconds is not None and seconds > most:
        yield invalid(here, seconds, f"if provided, maxExpirationSeconds must be <= {most}")
    for field in _CERTIFICATE_PATHS:
        if value.get(field):
            yield from below_unreserved(value[field], (at, field), scope)
    if not any(map(value.get, _CERTIFICATE_PATHS)):
        yield required(at, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath")


def _is_kubernetes(signer: str) -> bool:
    return f".{signer.partition('/')[0]}".endswith(".kubernetes.io")


_CERTIFICATES = Release(1, 37)  # ClusterTrustBundleProjection, PodCertificateRequest: on by default
_ITEMS = each(Rules({"path": below_unreserved, "mode": FILE_MODE}, required=("key", "path")))
_SOURCES: Mapping[str, Check] = {
    "secret": Rules({"items": _ITEMS}, required=("name",)),
    "configMap": Rules({"items": _ITEMS}, required=("name",)),
    "downwardAPI": Rules({"items": files}),
    "serviceAccountToken": _token,
    "clusterTrustBundle": dropped(_bundle, until=_CERTIFICATES),
    "podCertificate": dropped(_certificate, until=_CERTIFICATES),
}


def _paths(source: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The files that a source makes, each with what the server shows where two sources make the same."""
    for field in ("secret", "configMap"):
        for item in (source.get(field) or {}).get("items") or ():
            yield (item or {}).get("path") or "", source[field].get("name") or ""
    for item in (source.get("downwardAPI") or {}).get("items") or ():
        yield (item or {}).get("path") or "", (item or {}).get("path") or ""
    bundle = source.get("clusterTrustBundle")
    if bundle is not None:
        yield bundle.get("path") or "", bundle.get("path") or ""
    certificate = source.get("podCertificate") or {}
    for field in _CERTIFICATE_PATHS:
        yield certificate.get(field) or "", certificate.get(field) or ""


def _sources(volume: Any, at: At, scope: Scope) -> Iterator[Fault]:
    taken: set[str] = set()
    for index, item in enumerate(volume.get("sources") or ()):
        source = item or {}
        here = ((at, "sources"), index)
        printed_at = ((at, Aside("sources")), Aside(index))
        given = [field for field in _SOURCES if source.get(field) is not None]
        for field in given:
            yield from _SOURCES[field](source[field], (here, field), scope)
        if source.get("serviceAccountToken") is not None:
            yield from _token_path(source["serviceAccountToken"], printed_at, scope)
        for path, shown in _paths(source):
            if path and path in taken:
                yield invalid(printed_at, shown, "conflicting duplicate paths")
            taken.add(path)
        if len(given) > 1:
            yield forbidden(here, "may not specify more than 1 volume type per source")


projected = Rules({"defaultMode": FILE_MODE}, _sources)
