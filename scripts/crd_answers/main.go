// Answers, one JSON line for each on standard input, what Kubernetes' own code says of regular
// expressions, formats, CustomResourceDefinitions and custom resources.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"sort"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	crdvalidation "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
)

type question struct {
	Pattern *string           `json:"pattern"`
	Format  *string           `json:"format"`
	Texts   []string          `json:"texts"`
	CRD     json.RawMessage   `json:"crd"`
	Objects []json.RawMessage `json:"objects"`
}

type answer struct {
	Invalid string   `json:"invalid,omitempty"` // the question itself is refused
	Matches []bool   `json:"matches,omitempty"`
	Spans   [][]int  `json:"spans,omitempty"` // offsets in bytes
	Faults  []fault  `json:"faults,omitempty"`
	Objects []answer `json:"objects,omitempty"`
	Unknown []string `json:"unknown,omitempty"`
}

type fault struct {
	Type   string `json:"type"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

func main() {
	scheme := runtime.NewScheme()
	install.Install(scheme)
	decoder := serializer.NewCodecFactory(scheme).UniversalDecoder(apiextensions.SchemeGroupVersion)
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := json.NewEncoder(os.Stdout)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var asked question
		if err := json.Unmarshal(line, &asked); err != nil {
			panic(err)
		}
		output.Encode(reply(&asked, decoder))
	}
}

func reply(asked *question, decoder runtime.Decoder) answer {
	switch {
	case asked.Pattern != nil:
		return ofPattern(*asked.Pattern, asked.Texts)
	case asked.Format != nil:
		var given answer
		for _, text := range asked.Texts {
			given.Matches = append(given.Matches, strfmt.Default.Validates(*asked.Format, text))
		}
		return given
	}
	decoded, _, err := decoder.Decode(asked.CRD, nil, nil)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	crd := decoded.(*apiextensions.CustomResourceDefinition)
	given := answer{Faults: faults(crdvalidation.ValidateCustomResourceDefinition(context.TODO(), crd))}
	if len(given.Faults) == 0 {
		for _, object := range asked.Objects {
			given.Objects = append(given.Objects, ofObject(crd, object))
		}
	}
	return given
}

func ofPattern(text string, subjects []string) answer {
	pattern, err := regexp.Compile(text)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	var given answer
	for _, subject := range subjects {
		given.Matches = append(given.Matches, pattern.MatchString(subject))
		given.Spans = append(given.Spans, pattern.FindStringIndex(subject))
	}
	return given
}

// What the request handler for custom resources does on create with strict field validation.
func ofObject(crd *apiextensions.CustomResourceDefinition, raw json.RawMessage) answer {
	var object map[string]interface{}
	if err := utiljson.Unmarshal(raw, &object); err != nil {
		return answer{Invalid: err.Error()}
	}
	version := crd.Spec.Versions[0].Name
	described, _ := apiextensions.GetSchemaForVersion(crd, version)
	structural, err := schema.NewStructural(described.OpenAPIV3Schema)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	var given answer
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	given.Unknown = append(given.Unknown, unknown...)
	given.Unknown = append(given.Unknown, pruning.PruneWithOptions(object, structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, structural)
	refused, unknown := objectmeta.CoerceWithOptions(nil, object, structural, false, objectmeta.CoerceOptions{ReturnUnknownFieldPaths: true})
	if refused != nil {
		return answer{Invalid: refused.Error()}
	}
	given.Unknown = append(given.Unknown, unknown...)
	if found {
		objectmeta.SetObjectMeta(object, meta)
	}
	defaulting.Default(object, structural)
	if parts, _ := apiextensions.GetSubresourcesForVersion(crd, version); parts != nil && parts.Status != nil {
		delete(object, "status")
	}
	validator, _, err := validation.NewSchemaValidator(described.OpenAPIV3Schema)
	if err != nil {
		return answer{Invalid: err.Error()}
	}
	all := validation.ValidateCustomResource(nil, object, validator)
	all = append(all, objectmeta.Validate(nil, object, structural, false)...)
	all = append(all, listtype.ValidateListSetsAndMaps(nil, structural, object)...)
	given.Faults = faults(all)
	sort.Strings(given.Unknown)
	return given
}

func faults(list field.ErrorList) []fault {
	var all []fault
	for _, one := range list {
		all = append(all, fault{string(one.Type), one.Field, one.Detail})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Field+all[i].Detail < all[j].Field+all[j].Detail })
	return all
}
