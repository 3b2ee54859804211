"""The formats for machines."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from klint.errors import KlintError
from klint.finding import Finding, Location, Severity
from klint.report import FORMATS, Options, render
from klint.report.github import summary_markdown
from klint.shipped import shipped
from klint.text import Position, Source
from tests.report.sample import place, report, rule

if TYPE_CHECKING:
    from klint.engine.outcome import Report


def plain(path: str = "a.yaml", message: str = "wrong", **given: Any) -> Finding:
    start = Position(0, 0)
    known: dict[str, Any] = {"rule": "a-rule", "severity": Severity.error, "fingerprint": "f00d"}
    return Finding(message=message, location=Location(path, start, start), **known | given)


def sarif(report: Report, options: Options | None = None) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(render(report, "sarif", options))["runs"][0]
    return run


# json


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    with open(shipped("schemas", "klint", "report.schema.json"), encoding="utf-8") as file:
        return jsonschema.Draft202012Validator(json.load(file))


def test_json_is_as_its_schema_says(shop: Report, schema: jsonschema.Draft202012Validator) -> None:
    schema.check_schema(schema.schema)
    for one in (shop, report([]), report([plain()])):
        schema.validate(json.loads(render(one, "json")))


def test_the_schema_names_everything(shop: Report, schema: jsonschema.Draft202012Validator) -> None:
    printed = json.loads(render(shop, "json"))
    described = json.loads(json.dumps(schema.schema))["$defs"]
    assert list(printed["summary"]) == list(described["summary"]["properties"])
    assert list(printed["findings"][0]) == list(described["finding"]["properties"])


def test_json_counts_from_one_in_code_points() -> None:
    source = Source("a.yaml", "\U0001f600\U0001f600: [日本]\r\n")
    printed = json.loads(render(report([plain()._replace(location=place(source, "日本"))], source), "json"))
    assert printed["findings"][0]["location"] == {
        "path": "a.yaml",
        "start": {"line": 1, "column": 6},
        "end": {"line": 1, "column": 8},
    }


def test_json_says_what_a_fix_replaces(shop: Report) -> None:
    (fix,) = json.loads(render(shop, "json"))["findings"][0]["fixes"]
    assert fix["edits"] == [
        {
            "path": "shop/web.yaml",
            "start": {"line": 5, "column": 19},
            "end": {"line": 5, "column": 22},
            "text": "site",
        }
    ]


def test_a_fix_without_its_text_is_left_out(dangling: Finding) -> None:
    printed = json.loads(render(report([dangling]), "json"))
    assert printed["findings"][0]["fixes"] == []


def test_one_finding_is_one_line_of_json(shop: Report) -> None:
    assert len(render(shop, "json").splitlines()) == len(shop.findings) + 2


# sarif


def test_sarif_results_point_at_their_rules(shop: Report) -> None:
    run = sarif(shop, Options(verbose=True))
    rules = run["tool"]["driver"]["rules"]
    assert [entry["id"] for entry in rules] == sorted(entry["id"] for entry in rules)
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_regions_are_whole_and_one_based(shop: Report) -> None:
    run = sarif(shop)
    assert run["columnKind"] == "unicodeCodePoints"
    location = run["results"][0]["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "shop/web.yaml", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 5, "startColumn": 13, "endLine": 5, "endColumn": 23},
    }
    assert location["logicalLocations"] == [
        {"name": "web", "fullyQualifiedName": "v1/Service web", "kind": "resource"}
    ]


def test_sarif_messages_link_related_places(shop: Report) -> None:
    result = sarif(shop)["results"][0]
    assert result["message"]["text"].endswith("; see [nearest labels](1)")
    assert [related["id"] for related in result["relatedLocations"]] == [1]


def test_sarif_messages_hold_no_accidental_links() -> None:
    result = sarif(report([plain(message="see [this](http://x) and [0]")]))["results"][0]
    assert result["message"]["text"] == r"see \[this\](http://x) and \[0\]"
    result = sarif(report([plain(message="containers[0] is wrong")]))["results"][0]
    assert result["message"]["text"] == "containers[0] is wrong"


def test_sarif_fingerprints_are_as_github_wants_them() -> None:
    run = sarif(report([plain(), plain(fingerprint="f00d:2")]))
    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert prints == ["f00d:1", "f00d:2"]


def test_sarif_has_results_even_if_there_are_none() -> None:
    assert sarif(report([]))["results"] == []


def test_sarif_uncertain_findings_are_notes(shop: Report) -> None:
    levels = {result["ruleId"]: result["level"] for result in sarif(shop)["results"]}
    assert levels == {
        "dangling-service": "error",
        "missing-secret": "note",
        "old-labels": "note",
        "unnamed-port": "warning",
    }


def test_sarif_rules_carry_their_page(shop: Report) -> None:
    entry = sarif(shop)["tool"]["driver"]["rules"][0]
    assert entry["name"] == "DanglingService"
    assert entry["shortDescription"]["text"].endswith("drops every connection.")
    assert entry["fullDescription"]["text"] == "It drops connections."
    assert entry["help"]["markdown"] == "It drops\nconnections.\n\nMend the selector."
    assert entry["properties"] == {
        "tags": ["network", "security", "services"],
        "precision": "high",
        "problem.severity": "error",
        "security-severity": "8.0",
    }


def test_sarif_danger_is_for_rules_of_security() -> None:
    run = sarif(report([plain()], rules={"a-rule": rule("a-rule", "no/such/page.md")}))
    entry = run["tool"]["driver"]["rules"][0]
    assert "security-severity" not in entry["properties"]
    assert entry["help"]["text"] == entry["shortDescription"]["text"]


def test_sarif_tells_suppressed_findings_if_asked(shop: Report) -> None:
    assert not any("suppressions" in result for result in sarif(shop)["results"])
    *_, last = sarif(shop, Options(verbose=True))["results"]
    assert last["suppressions"] == [{"kind": "external", "justification": "known"}]


def test_sarif_tells_what_was_not_read(shop: Report) -> None:
    (invocation,) = sarif(shop)["invocations"]
    assert invocation["executionSuccessful"]
    (note,) = invocation["toolExecutionNotifications"]
    assert note["message"]["text"] == "not read: it is not UTF-8"
    assert not sarif(report([], crashed=True))["invocations"][0]["executionSuccessful"]


@pytest.mark.parametrize(
    ("path", "prefix", "uri"),
    [
        ("a b#.yaml", "", "a%20b%23.yaml"),
        ("./a.yaml", "deploy", "deploy/a.yaml"),
        ("../x/a.yaml", "deploy/", "x/a.yaml"),
        ("日.yaml", "", "%E6%97%A5.yaml"),
        ("/etc/a.yaml", "deploy", "file:///etc/a.yaml"),
    ],
)
def test_sarif_paths_are_relative_addresses(path: str, prefix: str, uri: str) -> None:
    run = sarif(report([plain(path)]), Options(prefix=prefix))
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) is not uri.startswith("file:")


def test_sarif_runs_are_told_apart_by_category() -> None:
    assert sarif(report([]), Options(category="charts/"))["automationDetails"]["id"] == "charts/"


# gitlab


def test_gitlab_fingerprints_are_unique() -> None:
    twins = [plain(), plain("b.yaml"), plain("c.yaml"), plain(fingerprint=""), plain(fingerprint="")]
    rows = json.loads(render(report(twins), "gitlab"))
    assert len({row["fingerprint"] for row in rows}) == len(twins)


def test_gitlab_rows_have_what_gitlab_needs(shop: Report) -> None:
    rows = json.loads(render(shop, "gitlab", Options(prefix="apps")))
    assert rows[0] == {
        "description": "Service web selects no pod; did you mean those of site?",
        "check_name": "dangling-service",
        "fingerprint": "f00d",
        "severity": "major",
        "location": {"path": "apps/shop/web.yaml", "lines": {"begin": 5, "end": 5}},
    }
    assert [row["severity"] for row in rows] == ["major", "info", "info", "minor"]
    assert json.loads(render(report([]), "gitlab")) == []


# github


def test_github_annotates_exact_columns(shop: Report) -> None:
    first, *_ = render(shop, "github").splitlines()
    assert first == (
        "::error file=shop/web.yaml,line=5,endLine=5,col=13,endColumn=23,title=dangling-service"
        "::Service web selects no pod; did you mean those of site?"
    )


def test_github_leaves_columns_out_over_several_lines() -> None:
    long = plain()._replace(location=Location("a.yaml", Position(0, 3), Position(4, 1)))
    assert render(report([long]), "github").startswith("::error file=a.yaml,line=1,endLine=5,title=a-rule::")


def test_github_escapes_properties_and_messages() -> None:
    printed = render(report([plain("a,b:c%.yaml", "100% wrong: a, b\r\nc")]), "github")
    assert printed.startswith("::error file=a%2Cb%3Ac%25.yaml,line=1,")
    assert "::100%25 wrong: a, b  c\n" in printed


@pytest.mark.parametrize("count", [10, 11, 30])
def test_github_makes_no_more_annotations_than_github_shows(count: int) -> None:
    findings = [plain(message=f"wrong {number:02}") for number in range(count)]
    printed = render(report([*findings, plain(severity=Severity.warning)]), "github")
    assert printed.count("::error ") == 10
    assert printed.count("::warning ") == 1
    for finding in findings:
        assert finding.message in printed
    assert (f"{count - 9} more" in printed) is (count > 10)


def test_github_takes_no_orders_from_manifests() -> None:
    findings = [plain("::stop-commands::x", "##[stop-commands]y\n::error::z") for _ in range(12)]
    printed = render(report(findings), "github")
    for line in printed.splitlines():
        assert line.startswith("::error ") or not line.lstrip().startswith("::")
        assert line.startswith("::error ") or "##[" not in line


def test_the_summary_is_markdown_that_means_what_it_says(shop: Report) -> None:
    printed = summary_markdown(shop, Options(prefix="apps"))
    assert "| error | dangling-service | apps/shop/web.yaml:5 | Service web selects no pod;" in printed
    evil = summary_markdown(report([plain(message="a|b <img> *c*\n# d")]), Options())
    assert r"| a\|b &lt;img> \*c\* # d |" in evil


def test_the_summary_stays_below_what_github_accepts() -> None:
    findings = [plain(message="日" * 1000) for _ in range(500)]
    printed = summary_markdown(report(findings), Options())
    assert 890_000 < len(printed.encode()) < 1_000_000
    assert printed.endswith(" more findings are in the log.\n")


# junit


def xml(report: Report, options: Options | None = None) -> ET.Element:
    return ET.fromstring(render(report, "junit", options))  # noqa: S314 - klint's own


def test_junit_shows_what_passes_too(shop: Report) -> None:
    suites = xml(shop)
    assert suites.attrib == {"name": "klint", "tests": "2", "failures": "1", "errors": "0"}
    (suite,) = suites
    assert suite.attrib["name"] == "shop/web.yaml"
    failed, passed = suite
    assert passed.attrib["name"] == "apps/v1/Deployment site"
    assert len(passed) == 0
    failure, rest = failed
    assert failure.attrib["type"] == "dangling-service"
    assert rest.tag == "system-out"
    assert len((rest.text or "").splitlines()) == 3


def test_junit_fails_from_the_severity_on_that_fails_the_run(shop: Report) -> None:
    suites = xml(shop, Options(fail_on=Severity.warning))
    failure = suites[0][0][0]
    assert failure.attrib["message"].endswith("(and 1 more)")
    assert (failure.text or "").count("\n") == 1


def test_junit_has_a_case_for_a_whole_file() -> None:
    suites = xml(report([plain()]))
    assert suites[0][0].attrib["name"] == "(file)"


def test_junit_is_xml_whatever_it_tells() -> None:
    message = "\x00\x1b<a>&]]>\"'\ufffe\n\t"
    suites = xml(report([plain('a<b>"&.yaml', message)]))
    assert suites[0].attrib["name"] == 'a<b>"&.yaml'
    assert suites[0][0][0].attrib["message"] == "\ufffd\ufffd<a>&]]>\"'\ufffd\n\t"


def test_junit_takes_its_time_from_the_caller(shop: Report) -> None:
    assert 'timestamp="1970-01-01T00:00:00"' in render(shop, "junit")
    assert 'timestamp="2026-01-01T00:00:00"' in render(
        shop, "junit", Options(timestamp="2026-01-01T00:00:00")
    )


# all


def test_an_unknown_format_is_the_users_mistake() -> None:
    with pytest.raises(KlintError, match="no output format 'yaml'; there are text, concise, json"):
        render(report([]), "yaml")


@pytest.mark.parametrize(
    ("name", "unwanted"),
    [
        ("text", ("json", "unicodedata", "urllib", "xml")),
        ("concise", ("json", "unicodedata", "urllib", "xml")),
        ("junit", ("json", "urllib", "xml")),
    ],
)
def test_a_format_imports_what_it_needs(name: str, unwanted: tuple[str, ...]) -> None:
    program = f"import sys, importlib; importlib.import_module({FORMATS[name]!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert not set(unwanted) & set(done.stdout.split())
