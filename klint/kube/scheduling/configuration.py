"""KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1): the profiles it describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from klint.kube.scheduling.pods.template import DEFAULT_SCHEDULER
from klint.kube.scheduling.profile import DEFAULT_PLUGINS, Profile
from klint.kube.scheduling.values import items, mapping, text, whole
from klint.release import NEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klint.kube.scheduling.world import Object
    from klint.release import Release

    Plugins = Mapping[str, int]  # in their order, with their weights

_POST_FILTERS = ("DynamicResources", "DefaultPreemption")
_ALL = "*"


def profiles(configuration: Object, release: Release = NEWEST) -> list[Profile]:
    """The profiles, each completed with the defaults (SetDefaults and the framework's NewFramework, 1.34)."""
    found = [_profile(one, release) for one in items(configuration, "profiles")]
    return found or [Profile(release=release)]


def _profile(value: Mapping[str, Any], release: Release) -> Profile:
    plugins = mapping(value, "plugins")
    everywhere = _merged(DEFAULT_PLUGINS, mapping(plugins, "multiPoint"))
    at_post = {name: weight for name, weight in everywhere.items() if name in _POST_FILTERS}
    scoring = _expanded(everywhere, mapping(plugins, "score"))
    return Profile(
        scheduler=text(value.get("schedulerName")) or DEFAULT_SCHEDULER,
        filters=tuple(_expanded(everywhere, mapping(plugins, "filter"))),
        post_filters=tuple(_expanded(at_post, mapping(plugins, "postFilter"))),
        weights={name: weight or 1 for name, weight in scoring.items()},
        configured={text(one.get("name")): mapping(one, "args") for one in items(value, "pluginConfig")},
        release=release,
    )


def _merged(defaults: Plugins, custom: Mapping[str, Any]) -> dict[str, int]:
    """A default that is enabled again keeps its place, with the new weight."""
    enabled, disabled = _enabled(custom), _disabled(custom)
    kept = (
        {}
        if _ALL in disabled
        else {name: weight for name, weight in defaults.items() if name not in disabled}
    )
    return {**{name: enabled.get(name, weight) for name, weight in kept.items()}, **enabled}


def _expanded(everywhere: Plugins, here: Mapping[str, Any]) -> dict[str, int]:
    """The plugins of one extension point: those that it names come before those of all points."""
    enabled, disabled = _enabled(here), _disabled(here)
    general = (
        {} if _ALL in disabled else {name: one for name, one in everywhere.items() if name not in disabled}
    )
    overriding = {name: one for name, one in enabled.items() if name in general}
    rest = {name: one for name, one in general.items() if name not in enabled}
    return {**overriding, **rest, **enabled}


def _enabled(plugins: Mapping[str, Any]) -> dict[str, int]:
    return {text(one.get("name")): whole(one.get("weight")) for one in items(plugins, "enabled")}


def _disabled(plugins: Mapping[str, Any]) -> set[str]:
    return {text(one.get("name")) for one in items(plugins, "disabled")}
