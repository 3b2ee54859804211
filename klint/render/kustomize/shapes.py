"""The fields of kustomize's files, as kustomize 5.5 declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.render.kustomize.fields import Shape

_GVK: dict[str, Shape] = {"group": str, "version": str, "kind": str}
_ID: dict[str, Shape] = {**_GVK, "name": str, "namespace": str}
_METADATA: Shape = {"name": str, "namespace": str, "labels": {str: str}, "annotations": {str: str}}

FIELD_SPEC: dict[str, Shape] = {**_GVK, "path": str, "create": bool}
SELECTOR: dict[str, Shape] = {**_ID, "annotationSelector": str, "labelSelector": str}
IMAGE: Shape = dict.fromkeys(("name", "newName", "newTag", "digest", "tagSuffix"), str)
REPLICA: Shape = {"name": str, "count": int}
PATCH: dict[str, Shape] = {"path": str, "patch": str, "target": SELECTOR, "options": {str: bool}}

_FIELD_OPTIONS: Shape = {"delimiter": str, "index": int, "encoding": str, "create": bool}
REPLACEMENT: dict[str, Shape] = {
    "source": {**_ID, "fieldPath": str, "options": _FIELD_OPTIONS},
    "targets": [{"select": SELECTOR, "reject": [SELECTOR], "fieldPaths": [str], "options": _FIELD_OPTIONS}],
}

_GENERATOR_OPTIONS: Shape = {
    "labels": {str: str},
    "annotations": {str: str},
    "disableNameSuffixHash": bool,
    "immutable": bool,
}
CONFIG_MAP: dict[str, Shape] = {
    "namespace": str,
    "name": str,
    "behavior": str,
    "literals": [str],
    "files": [str],
    "envs": [str],
    "env": str,
    "options": _GENERATOR_OPTIONS,
}
SECRET: dict[str, Shape] = {**CONFIG_MAP, "type": str}

_CHART: Shape = {
    **dict.fromkeys(("name", "version", "repo", "releaseName", "namespace", "valuesFile", "valuesMerge"), str),
    **dict.fromkeys(("kubeVersion", "nameTemplate"), str),
    **dict.fromkeys(("includeCRDs", "skipHooks", "skipTests", "debug"), bool),
    **dict.fromkeys(("additionalValuesFiles", "apiVersions"), [str]),
    "valuesInline": {str: None},
}
_OLD_CHART: Shape = {
    **dict.fromkeys(("chartName", "chartVersion", "chartRepoUrl", "chartHome", "chartRepoName", "helmBin"), str),
    **dict.fromkeys(("helmHome", "values", "valuesMerge", "releaseName", "releaseNamespace"), str),
    "valuesLocal": {str: None},
    "extraArgs": [str],
}

KUSTOMIZATION: dict[str, Shape] = {
    **dict.fromkeys(("apiVersion", "kind", "namePrefix", "nameSuffix", "namespace"), str),
    **dict.fromkeys(("commonLabels", "commonAnnotations", "openapi"), {str: str}),
    **dict.fromkeys(("resources", "components", "crds", "bases", "configurations", "buildMetadata"), [str]),
    **dict.fromkeys(("generators", "transformers", "validators", "patchesStrategicMerge"), [str]),
    **dict.fromkeys(("patches", "patchesJson6902"), [PATCH]),
    **dict.fromkeys(("images", "imageTags"), [IMAGE]),
    "metadata": _METADATA,
    "labels": [{"pairs": {str: str}, "includeSelectors": bool, "includeTemplates": bool, "fields": [FIELD_SPEC]}],
    "replacements": [{**REPLACEMENT, "path": str}],
    "replicas": [REPLICA],
    "vars": [{"name": str, "objref": {**_ID, "apiVersion": str}, "fieldref": {"fieldPath": str}}],
    "sortOptions": {"order": str, "legacySortOptions": {"orderFirst": [str], "orderLast": [str]}},
    "configMapGenerator": [CONFIG_MAP],
    "secretGenerator": [SECRET],
    "helmGlobals": {"chartHome": str, "configHome": str},
    "helmCharts": [_CHART],
    "helmChartInflationGenerator": [_OLD_CHART],
    "generatorOptions": _GENERATOR_OPTIONS,
}

CONFIGURATION: Shape = {
    **dict.fromkeys(("namePrefix", "nameSuffix", "namespace", "commonLabels", "labels"), [FIELD_SPEC]),
    **dict.fromkeys(("templateLabels", "commonAnnotations", "varReference", "images", "replicas"), [FIELD_SPEC]),
    "nameReference": [{**_GVK, "fieldSpecs": [FIELD_SPEC]}],
}

# What the configuration of a built-in generator or transformer says besides apiVersion, kind and metadata. These are
# read by sigs.k8s.io/yaml without strictness: fields that there are not are passed over.
_SPECS: dict[str, Shape] = {"fieldSpecs": [FIELD_SPEC]}
_AFFIXES: Shape = {"prefix": str, "suffix": str, **_SPECS}
PLUGINS: dict[str, Shape] = {
    "AnnotationsTransformer": {"annotations": {str: str}, **_SPECS},
    "ConfigMapGenerator": CONFIG_MAP,
    "HashTransformer": {},
    "IAMPolicyGenerator": {
        "cloud": str,
        "kubernetesService": {"name": str, "namespace": str},
        "serviceAccount": {"name": str, "projectId": str},
    },
    "ImageTagTransformer": {"imageTag": IMAGE, **_SPECS},
    "LabelTransformer": {"labels": {str: str}, **_SPECS},
    "NamespaceTransformer": {"unsetOnly": bool, "setRoleBindingSubjects": str, **_SPECS},
    "PatchJson6902Transformer": {"target": SELECTOR, "path": str, "jsonOp": str},
    "PatchStrategicMergeTransformer": {"paths": [str], "patches": str},
    "PatchTransformer": PATCH,
    "PrefixSuffixTransformer": _AFFIXES,
    "PrefixTransformer": _AFFIXES,
    "ReplacementTransformer": {"replacements": [{**REPLACEMENT, "path": str}]},
    "ReplicaCountTransformer": {"replica": REPLICA, **_SPECS},
    "SecretGenerator": SECRET,
    "SuffixTransformer": _AFFIXES,
    "ValueAddTransformer": {
        "value": str,
        "targets": [{"selector": SELECTOR, "fieldPath": str, "filePathPosition": int}],
        "targetFilePath": str,
    },
}
