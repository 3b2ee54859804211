"""The part of a run that one file decides alone: what it holds, and the findings of local checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from klint.cluster import pods
from klint.engine import draft as drafts
from klint.engine.draft import Draft, draft
from klint.errors import KlintError
from klint.finding import Hit, Location
from klint.manifest import Outline, outline, resources
from klint.manifest.groups import BUILTIN_GROUPS
from klint.text import Position
from klint.yaml import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klint.engine.directive import Directive
    from klint.engine.dispatch import Call, Dispatch
    from klint.manifest import Resource
    from klint.text import Source


_UNPARSED = ("helm", "template", "encrypted")  # looks of files that are no YAML yet


class Record(NamedTuple):
    """What one file says; plain JSON both ways, for the cache and between processes."""

    outline: Outline
    drafts: tuple[Draft, ...]
    directives: tuple[Directive, ...]

    def to_json(self) -> list[Any]:
        return [
            self.outline.to_json(),
            [drafts.to_json(made) for made in self.drafts],
            [[*directive] for directive in self.directives],
        ]

    @classmethod
    def from_json(cls, row: list[Any]) -> Record:
        described, made, orders = row
        return cls(
            Outline.from_json(described),
            tuple(drafts.from_json(one) for one in made),
            tuple(_directive(one) for one in orders),
        )


# Without one of these a file asks for no silence.
_SIGNS = ("klint:", "ignore.klint/", "ignore-check.kube-linter.io/")


def _directives(stream: Stream, found: list[Resource]) -> tuple[Directive, ...]:
    if not any(sign in stream.source.text for sign in _SIGNS):
        return ()
    from klint.engine.directive import directives

    return tuple(directives(stream, found))


def _directive(row: list[Any]) -> Directive:
    from klint.engine.directive import Directive

    (path, start, end), rules, *rest = row
    return Directive(Location(path, Position(*start), Position(*end)), tuple(rules), *rest)


def scan(source: Source, dispatch: Dispatch, context: Mapping[str, object]) -> tuple[Stream, Record]:
    """Read one file and run every local check on what it holds."""
    stream = Stream(source)
    described = outline(stream, source.path)
    found = resources(stream, described)
    made: list[Draft] = []
    for call in dispatch.calls("file", local=True) if described.look not in _UNPARSED else ():
        made += run(call, stream, None, context)
    for resource in found:
        made += judge(resource, dispatch, context, local=True)
    return stream, Record(described, tuple(made), _directives(stream, found))


def judge(
    resource: Resource, dispatch: Dispatch, context: Mapping[str, object], *, local: bool
) -> Iterator[Draft]:
    """All checks of one resource: of its kind, of its pods and of their containers."""
    for call in dispatch.calls("resource", local=local):
        yield from run(call, resource, resource, context)
    for call in dispatch.calls(_kind(resource), local=local):
        yield from run(call, resource, resource, context)
    of_pods = dispatch.calls("pod", local=local)
    of_containers = dispatch.calls("container", local=local)
    if not of_pods and not of_containers:
        return
    for pod in pods(resource):
        for call in of_pods:
            yield from run(call, pod, resource, context)
        for container in pod.all_containers if of_containers else ():
            for call in of_containers:
                yield from run(call, container, resource, context)


def _kind(resource: Resource) -> str:
    """How pages name a kind: `Service`, but `serving.knative.dev/Service`."""
    return resource.kind if resource.group in BUILTIN_GROUPS else f"{resource.group}/{resource.kind}"


def run(
    call: Call, subject: object, resource: Resource | None, context: Mapping[str, object]
) -> Iterable[Draft]:
    """The findings of one check on one subject; a check that raises is a finding itself."""
    try:
        hits = list(call(subject, context))
    except KlintError:
        raise  # a schema that the config names and that cannot be followed
    except Exception as error:  # noqa: BLE001 - one bad rule must not blind the rest
        return [_crash(call, subject, resource, error)]
    return [draft(hit, rule, resource) for hit in hits if (rule := call.rule(hit)) is not None]


def _crash(call: Call, subject: Any, resource: Resource | None, error: Exception) -> Draft:
    from klint.engine.crash import crash_rule

    at = resource.node if resource else subject.documents[0].root
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    place = f"{traceback.tb_frame.f_code.co_name}:{traceback.tb_lineno}" if traceback else ""
    what = f"{type(error).__name__}: {error}"
    hit = Hit(at["kind"], check=call.check, error=what[:200], place=place)
    return draft(hit, crash_rule(), resource)
