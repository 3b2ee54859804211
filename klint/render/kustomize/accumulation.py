"""What a kustomization makes of what it includes, before names are final.

Follows api/internal/target and api/internal/accumulator of kustomize 5.5.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from klint.render.kustomize import configuration as configurations
from klint.render.kustomize import generators, openapi, pipeline, plugins, variables
from klint.render.kustomize.item import Item, Transformation
from klint.render.kustomize.pipeline import Kitchen, Step
from klint.render.kustomize.problem import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klint.render.kustomize.configuration import Configuration
    from klint.render.kustomize.fields import Fields
    from klint.render.kustomize.identity import Gvk
    from klint.render.kustomize.loading import Kustomization, Loader, Shelf
    from klint.render.kustomize.openapi import Schema
    from klint.render.kustomize.variables import Variable
    from klint.yaml import Node


class Accumulation(NamedTuple):
    """Objects with what is needed to finish them.

    `folders` are those of all kustomizations that took part, `read` the files with their sizes. With `recording`
    the objects know where they come from and what changed them.
    """

    items: tuple[Item, ...] = ()
    configuration: Configuration = configurations.EMPTY
    variables: Mapping[str, Variable] = {}
    schema: Schema = openapi.BUNDLED
    folders: frozenset[str] = frozenset()
    read: Mapping[str, int] = {}
    recording: bool = False

    def having(self, more: Accumulation, node: Node) -> Accumulation:
        """With all that another one has, which is included at `node`."""
        return self._replace(
            items=joined(self.items, more.items, node),
            configuration=self.configuration.with_more(more.configuration),
            variables=variables.merged(self.variables, more.variables.values()),
            schema=more.schema,
            folders=self.folders | more.folders,
            read={**self.read, **more.read},
        )


def joined(items: tuple[Item, ...], more: Iterable[Item], node: Node) -> tuple[Item, ...]:
    """Both; RefusalError at `node` where an object is in both."""
    keys = {item.id.key for item in items}
    added = list(more)
    for item in added:
        key = item.id.key
        if key in keys:
            raise RefusalError("conflict", f"{item.id} is there already", node)
        keys.add(key)
    return (*items, *added)


class Kustomizing:
    """Builds kustomizations of one tree; what several include is built once."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._known: dict[tuple[str, Schema, bool], Accumulation | RefusalError] = {}

    def accumulate(self, kustomization: Kustomization, loader: Loader, start: Accumulation) -> Accumulation:
        """What a kustomization adds to nothing, or a component to what there is."""
        return _Accumulating(self, kustomization, loader, start).run()

    def included(self, loader: Loader, start: Accumulation) -> Accumulation:
        """What a kustomization makes by itself that another one includes; `start` has no objects."""
        key = loader.folder, start.schema, start.recording
        if key not in self._known:
            try:
                self._known[key] = self._included(loader, start)
            except RefusalError as refusal:
                if refusal.problem.kind in ("cycle", "limit"):
                    raise  # these depend on where one comes from
                self._known[key] = refusal
        found = self._known[key]
        if isinstance(found, RefusalError):
            again = RefusalError(*found.problem[:3])
            again.problem = found.problem
            raise again
        return found

    def component(self, loader: Loader, start: Accumulation) -> Accumulation:
        """What a component makes of what there is."""
        component = self.shelf.kustomization(loader.folder)
        if component.kind != "Component":
            raise RefusalError("component", f"{loader.folder} is no component, and belongs under resources")
        schema = openapi.schema(component.fields, loader, start.schema, alone=False)
        return self.accumulate(component, loader, start._replace(schema=schema))

    def _included(self, loader: Loader, start: Accumulation) -> Accumulation:
        kustomization = self.shelf.kustomization(loader.folder)
        if kustomization.kind == "Component":
            raise RefusalError("component", f"{loader.folder} is a component, which belongs under components")
        schema = openapi.schema(kustomization.fields, loader, start.schema, alone=not start.read)
        return self.accumulate(kustomization, loader, start._replace(schema=schema, read={}))


class _Accumulating:
    """One kustomization at work."""

    def __init__(
        self, kustomizing: Kustomizing, kustomization: Kustomization, loader: Loader, start: Accumulation
    ) -> None:
        self.kustomizing = kustomizing
        self.kustomization = kustomization
        self.loader = loader
        self.all = start

    @property
    def fields(self) -> Fields:
        return self.kustomization.fields

    def run(self) -> Accumulation:
        fields = self.fields
        for name in ("resources", "bases"):
            for node in fields.nodes(name):
                self._include(node)
        self._configure()
        self._generate()
        for node in fields.nodes("components"):
            self._include_component(node)
        steps = [
            (step, self._record(step.name, "builtin")) for step in pipeline.steps(fields, self._kitchen())
        ]
        for step, record in [*steps, *self._plugged("transformers")]:
            self._apply(step, record)
        self._validate()
        declared = [variables.Variable(one) for one in fields.each("vars")]
        return self.all._replace(
            items=tuple(variables.assigned(self.all.items, declared)),
            variables=variables.merged(self.all.variables, declared),
            folders=self.all.folders | {self.loader.folder},
            read={**self.all.read, self.kustomization.path: 0, **self.loader.read},
        )

    def _kitchen(self) -> Kitchen:
        return Kitchen(self.loader, self.all.configuration, self.all.schema)

    def _include(self, node: Node) -> None:
        if self.loader.is_file(node):
            made = self._origin(node)
            items = (item._replace(made=made) if made else item for item in self.loader.objects(node))
            self._hold(joined(self.all.items, items, node), node)
            return
        loader = self.loader.included(node)
        start = Accumulation(schema=self.all.schema, read=self.all.read, recording=self.all.recording)
        try:
            found = self.kustomizing.included(loader, start)
        except RefusalError as refusal:
            raise _reached(refusal, node) from None
        self.loader.refuse_cycle(found.folders, node)
        self.loader.note(dict(found.read), node)
        held = self.all.having(found, node)
        self._hold(held.items, node)
        self.all = held

    def _hold(self, items: tuple[Item, ...], node: Node) -> None:
        limit = self.loader.shelf.limits.objects
        if len(items) > limit:
            raise RefusalError("limit", f"there would be more than {limit} objects", node)
        self.all = self.all._replace(items=items)

    def _include_component(self, node: Node) -> None:
        loader = self.loader.included(node)
        try:
            found = self.kustomizing.component(loader, self.all)
        except RefusalError as refusal:
            raise _reached(refusal, node) from None
        configuration = configurations.EMPTY.with_more(found.configuration)
        self.all = found._replace(items=joined((), found.items, node), configuration=configuration)
        self.loader.note(loader.read, node)

    def _configure(self) -> None:
        added = configurations.EMPTY
        for node in self.fields.nodes("configurations"):
            stream = self.loader.stream(node)
            if stream.problems:
                raise RefusalError("malformed", f"{node.value}: {stream.problems[0].message}", node)
            for document in stream.documents[:1]:
                added = added.with_more(configurations.read(document.root))
        for node in self.fields.nodes("crds"):
            added = added.with_more(self._from_crds(node))
        try:
            whole = configurations.DEFAULT.with_more(added)
            self.all = self.all._replace(configuration=self.all.configuration.with_more(whole))
        except RefusalError as refusal:
            raise refusal.at(self.fields["configurations"]) from None

    def _from_crds(self, node: Node) -> Configuration:
        from klint.render.kustomize.crds import read

        return read(self.loader.stream(node), node)

    def _generate(self) -> None:
        shared = self.fields.fields("generatorOptions")
        for name, kind in (("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")):
            for one in self.fields.each(name):
                item = generators.generated(kind, one, shared, self.loader.data)
                made = self._record(name[:1].upper() + name[1:], "builtin")
                self._absorb(item._replace(made=made), one.node)
        for name in ("helmCharts", "helmChartInflationGenerator"):
            for node in self.fields.nodes(name):
                raise RefusalError("helm", f"klint does not render {name} of kustomizations", node)
        for item, node in self._plugins("generators"):
            self._absorb(plugins.generate(item, self.loader.data)._replace(made=_plugin_record(item)), node)

    def _absorb(self, item: Item, node: Node) -> None:
        self._hold(tuple(generators.absorbed(self.all.items, item, node)), node)

    def _plugins(self, name: str) -> list[tuple[Item, Node]]:
        """The configurations of plugins that a field lists."""
        found: list[tuple[Item, Node]] = []
        paths: list[Node] = []
        for node in self.fields.nodes(name):
            items = plugins.inline(node)
            if items is None:
                paths.append(node)
            else:
                made = self._record("", "")
                found += [(item._replace(made=made), node) for item in items]
        for node in paths:
            start = Accumulation(schema=self.all.schema, read=self.all.read, recording=self.all.recording)
            inner = _Accumulating(self.kustomizing, self.kustomization, self.loader, start)
            inner._include(node)
            found += [(item, node) for item in inner.all.items]
        joined((), [item for item, _ in found], self.fields[name])
        return found

    def _plugged(self, name: str) -> list[tuple[Step, Transformation | None]]:
        kitchen = self._kitchen()
        return [(plugins.transformer(item, kitchen), _plugin_record(item)) for item, _ in self._plugins(name)]

    def _apply(self, step: Step, record: Transformation | None) -> None:
        try:
            items = step.transform(list(self.all.items))
        except RefusalError as refusal:
            raise refusal.at(step.node) from None
        if record is not None:
            items = [item._replace(changes=(*item.changes, record)) for item in items]
        self.all = self.all._replace(items=tuple(items))

    def _validate(self) -> None:
        for step, _ in self._plugged("validators"):
            before = [item.value for item in self.all.items]
            after = [item.value for item in step.transform(list(self.all.items))]
            if before != after:
                raise RefusalError("invalid", "a validator must not change objects", step.node)

    def _origin(self, node: Node) -> Transformation | None:
        if not self.all.recording:
            return None
        return Transformation(posixpath.join(self.loader.folder, node.value))

    def _record(self, kind: str, api_version: str) -> Transformation | None:
        return Transformation(self.kustomization.path, api_version, kind) if self.all.recording else None


def _reached(refusal: RefusalError, node: Node) -> RefusalError:
    """A refusal by what is included at `node`, which stands there unless it stands somewhere inside."""
    return refusal.at(node) if refusal.problem.node is None else refusal.through(node)


def _plugin_record(item: Item) -> Transformation | None:
    if item.made is None:
        return None
    value: Gvk = item.gvk
    return Transformation(item.made.file, value.version, value.kind, item.name, item.namespace)
