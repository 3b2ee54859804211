"""The fields of kustomize's files, as kustomize 5.5 declares them; `*` stands for any name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klint.render.kustomize.fields import Shape

_LIST: Shape = [str]
_TEXTS: Shape = {"*": str}
_GVK: dict[str, Shape] = {"group": str, "version": str, "kind": str}
_ID: dict[str, Shape] = {**_GVK, "name": str, "namespace": str}
_METADATA: Shape = {"name": str, "namespace": str, "labels": _TEXTS, "annotations": _TEXTS}

FIELD_SPEC: dict[str, Shape] = {**_GVK, "path": str, "create": bool}
_SPECS: Shape = [FIELD_SPEC]
SELECTOR: dict[str, Shape] = {**_ID, "annotationSelector": str, "labelSelector": str}
IMAGE: Shape = dict.fromkeys(("name", "newName", "newTag", "digest", "tagSuffix"), str)
REPLICA: Shape = {"name": str, "count": int}
PATCH: dict[str, Shape] = {"path": str, "patch": str, "target": SELECTOR, "options": {"*": bool}}

_FIELD_OPTIONS: Shape = {"delimiter": str, "index": int, "encoding": str, "create": bool}
REPLACEMENT: dict[str, Shape] = {
    "source": {**_ID, "fieldPath": str, "options": _FIELD_OPTIONS},
    "targets": [{"select": SELECTOR, "reject": [SELECTOR], "fieldPaths": [str], "options": _FIELD_OPTIONS}],
}

_GENERATOR_OPTIONS: Shape = {
    "labels": _TEXTS,
    "annotations": _TEXTS,
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
    **dict.fromkeys(
        ("name", "version", "repo", "releaseName", "namespace", "valuesFile", "valuesMerge"), str
    ),
    **dict.fromkeys(("kubeVersion", "nameTemplate"), str),
    **dict.fromkeys(("includeCRDs", "skipHooks", "skipTests", "debug"), bool),
    "additionalValuesFiles": [str],
    "apiVersions": [str],
    "valuesInline": {"*": None},
}
_OLD_CHART: Shape = {
    **dict.fromkeys(
        ("chartName", "chartVersion", "chartRepoUrl", "chartHome", "chartRepoName", "helmBin"), str
    ),
    **dict.fromkeys(("helmHome", "values", "valuesMerge", "releaseName", "releaseNamespace"), str),
    "valuesLocal": {"*": None},
    "extraArgs": [str],
}

KUSTOMIZATION: dict[str, Shape] = {
    **dict.fromkeys(("apiVersion", "kind", "namePrefix", "nameSuffix", "namespace"), str),
    **dict.fromkeys(("commonLabels", "commonAnnotations", "openapi"), _TEXTS),
    **dict.fromkeys(("resources", "components", "crds", "bases", "configurations", "buildMetadata"), _LIST),
    **dict.fromkeys(("generators", "transformers", "validators", "patchesStrategicMerge"), _LIST),
    "patches": [PATCH],
    "patchesJson6902": [PATCH],
    "images": [IMAGE],
    "imageTags": [IMAGE],
    "metadata": _METADATA,
    "labels": [{"pairs": _TEXTS, "includeSelectors": bool, "includeTemplates": bool, "fields": [FIELD_SPEC]}],
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
    **dict.fromkeys(("namePrefix", "nameSuffix", "namespace", "commonLabels", "labels"), _SPECS),
    **dict.fromkeys(("templateLabels", "commonAnnotations", "varReference", "images", "replicas"), _SPECS),
    "nameReference": [{**_GVK, "fieldSpecs": _SPECS}],
}

# What the configuration of a built-in generator or transformer says besides apiVersion, kind and metadata. These are
# read by sigs.k8s.io/yaml without strictness: fields that there are not are passed over.
_FIELDS: dict[str, Shape] = {"fieldSpecs": _SPECS}
_AFFIXES: Shape = {"prefix": str, "suffix": str, **_FIELDS}
PLUGINS: dict[str, Shape] = {
    "AnnotationsTransformer": {"annotations": _TEXTS, **_FIELDS},
    "ConfigMapGenerator": CONFIG_MAP,
    "HashTransformer": {},
    "IAMPolicyGenerator": {
        "cloud": str,
        "kubernetesService": {"name": str, "namespace": str},
        "serviceAccount": {"name": str, "projectId": str},
    },
    "ImageTagTransformer": {"imageTag": IMAGE, **_FIELDS},
    "LabelTransformer": {"labels": _TEXTS, **_FIELDS},
    "NamespaceTransformer": {"unsetOnly": bool, "setRoleBindingSubjects": str, **_FIELDS},
    "PatchJson6902Transformer": {"target": SELECTOR, "path": str, "jsonOp": str},
    "PatchStrategicMergeTransformer": {"paths": [str], "patches": str},
    "PatchTransformer": PATCH,
    "PrefixSuffixTransformer": _AFFIXES,
    "PrefixTransformer": _AFFIXES,
    "ReplacementTransformer": {"replacements": [{**REPLACEMENT, "path": str}]},
    "ReplicaCountTransformer": {"replica": REPLICA, **_FIELDS},
    "SecretGenerator": SECRET,
    "SuffixTransformer": _AFFIXES,
    "ValueAddTransformer": {
        "value": str,
        "targets": [{"selector": SELECTOR, "fieldPath": str, "filePathPosition": int}],
        "targetFilePath": str,
    },
}
