from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from klint.engine.outcome import SetAside
from klint.finding import Finding, Location, Related, Severity
from klint.report import FORMATS, Options, render
from klint.text import Position, Source
from tests.report.sample import place, report, summary

if TYPE_CHECKING:
    from klint.engine.outcome import Report

QUIET = Options(quiet=True)


def finding(location: Location, *related: Related) -> Finding:
    return Finding("a-rule", Severity.error, "something is wrong", location, related=related)


def frame(text: str, *at: str, options: Options = QUIET, length: int | None = None) -> str:
    """The frame, without heading and notes, of a finding on `at[0]` with the related places `at[1:]`."""
    source = Source("a.yaml", text)
    related = [Related(place(source, other), "here") for other in at[1:]]
    printed = render(report([finding(place(source, at[0], length), *related)], source), "text", options)
    lines = printed.split("\n")
    return "\n".join(lines[3 : lines.index("  = help: klint explain a-rule") - 1])


def test_a_finding_stands_under_its_lines(shop: Report) -> None:
    assert render(shop, "text") == (
        "error[dangling-service]: Service web selects no pod; did you mean those of site?\n"
        "  --> shop/web.yaml:5:13\n"
        "   |\n"
        " 3 | metadata: {name: web}\n"
        " 4 | spec:\n"
        " 5 |   selector: {app: web}\n"
        "   |             ^^^^^^^^^^\n"
        " 6 |   ports: [{port: 80}]\n"
        "   |\n"
        "  ::: shop/web.yaml:14:15\n"
        "   |\n"
        "13 |     metadata:\n"
        "14 |       labels: {app: site}\n"
        "   |               ----------- nearest labels\n"
        "   |\n"
        "   = fix: Select the pods of site (review it)\n"
        "   = help: klint explain dangling-service\n"
        "\n"
        "warning[unnamed-port]: port 80 has no name\n"
        " --> shop/web.yaml:6:3\n"
        "  |\n"
        "4 | spec:\n"
        "5 |   selector: {app: web}\n"
        "6 |   ports: [{port: 80}]\n"
        "  |   ^^^^^\n"
        "  |\n"
        "  = help: klint explain unnamed-port\n"
        "\n"
        "Found 1 error and 1 warning; 2 objects in 4 files checked against Kubernetes 1.34\n"
        "  not shown: info (1), uncertain (1); --verbose shows them\n"
        "  suppressed: 1\n"
        "  no schema for: example.org/Widget (2)\n"
        "  not evaluated: policy x: needs the cluster (1)\n"
        "  not read: bad.yaml: it is not UTF-8\n"
    )


def test_concise_is_a_line_a_finding(shop: Report) -> None:
    assert render(shop, "concise", Options(quiet=True, verbose=True)) == (
        "shop/web.yaml:5:13: error[dangling-service] Service web selects no pod; did you mean those of site?\n"
        "shop/web.yaml:6:3: warning[missing-secret] Secret tls is not among the files (uncertain)\n"
        "shop/web.yaml:6:3: info[old-labels] an old label\n"
        "shop/web.yaml:6:3: warning[unnamed-port] port 80 has no name\n"
    )


def test_uncertain_findings_are_marked(shop: Report) -> None:
    printed = render(shop, "text", Options(verbose=True))
    assert "warning[missing-secret]: Secret tls is not among the files (uncertain)\n" in printed
    assert "not shown" not in printed


def test_help_is_given_once_a_rule(web: Source) -> None:
    printed = render(report([finding(place(web, "web")), finding(place(web, "spec"))], web), "text")
    assert printed.count("klint explain a-rule") == 1


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("a: 1\nb: {c: 2}\n", "{c: 2}", "1 | a: 1\n2 | b: {c: 2}\n  |    ^^^^^^"),
        ("a: 日本語 # x\n", "日本語", "1 | a: 日本語 # x\n  |    ^^^^^^"),
        ("ü: 日本 x\n", "x", "1 | ü: 日本 x\n  |         ^"),
        ("e\u0301te\u0301: x\n", "x", "1 | e\u0301te\u0301: x\n  |      ^"),
        ("a:\tb\n", "b", "1 | a:  b\n  |     ^"),
        ("\ta:\t日\tb\n", "b", "1 |     a:  日  b\n  |             ^"),
        ("a: 1\r\nb: 2\r\nc: 3\r\n", "2", "1 | a: 1\n2 | b: 2\n  |    ^\n3 | c: 3"),
        ("a: \x1b[31mx\x07\n", "x", "1 | a: ␛[31mx␇\n  |         ^"),
        ("a: \u202eevil\n", "evil", "1 | a: \ufffdevil\n  |     ^^^^"),
        ("a: \U0001f469\u200d\U0001f4bb x\n", "x", "1 | a: \U0001f469\u200d\U0001f4bb x\n  |         ^"),
        ("a:\n  b: |\n    one\n    two\n", "|\n    one", "1 | a:\n2 |   b: |\n  |      ^\n3 |     one"),
        ("a: {  \n  b: 1}\n", "{  \n  b: 1}", "1 | a: {\n  |    ^\n2 |   b: 1}"),
        ("x: 1\n---\na: 1\n---\ny: 1\n", "a", "3 | a: 1\n  | ^"),
        ("x: 1\n\na: 1\n\n", "a", "1 | x: 1\n2 |\n3 | a: 1\n  | ^"),
        ("\n\na: 1\n", "a", "3 | a: 1\n  | ^"),
    ],
)
def test_carets_stand_under_what_they_mean(text: str, at: str, expected: str) -> None:
    assert frame(text, at) == expected


def test_an_empty_span_gets_one_caret() -> None:
    assert frame("a: 1\n", "1", length=0) == "1 | a: 1\n  |    ^"
    source = Source("a.yaml", "a: 1")
    end = Location("a.yaml", Position(0, 4), Position(0, 4))
    assert "1 | a: 1\n  |     ^\n" in render(report([finding(end)], source), "text")


def test_the_end_of_a_file_has_a_frame() -> None:
    source = Source("a.yaml", "a:\n")
    end = Location("a.yaml", Position(1, 0), Position(1, 0))
    assert "1 | a:\n2 |\n  | ^\n" in render(report([finding(end)], source), "text")


def test_a_place_beyond_the_text_harms_nothing() -> None:
    source = Source("a.yaml", "a:\n")
    beyond = Location("a.yaml", Position(7, 3), Position(9, 1))
    assert " --> a.yaml:8:4\n" in render(report([finding(beyond)], source), "text")


def test_without_its_source_a_finding_is_still_told() -> None:
    location = Location("klint.yaml", Position(2, 0), Position(2, 0))
    assert render(report([finding(location)]), "text", QUIET) == (
        "error[a-rule]: something is wrong\n --> klint.yaml:3:1\n  |\n  = help: klint explain a-rule\n\n"
    )


def test_near_places_share_a_frame() -> None:
    text = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\n"
    assert frame(text, "7", "1") == ("1 | a: 1\n  |    - here\n...\n5 | e: 5\n6 | f: 6\n7 | g: 7\n  |    ^")
    assert frame(text, "4", "1") == (
        "1 | a: 1\n  |    - here\n2 | b: 2\n3 | c: 3\n4 | d: 4\n  |    ^\n5 | e: 5"
    )
    assert frame("a: [1, 2]\n", "2", "1") == "1 | a: [1, 2]\n  |        ^\n  |     - here"


def test_places_in_other_files_get_frames_of_their_own(web: Source, dangling: Finding) -> None:
    other = Source("shop/site.yaml", "kind: Deployment\n")
    elsewhere = dangling._replace(related=(Related(place(other, "Deployment"), "the nearest"),), fixes=())
    printed = render(report([elsewhere], web, other), "text")
    assert " ::: shop/site.yaml:1:7\n  |\n1 | kind: Deployment\n  |       ---------- the nearest\n" in printed


def test_many_related_places_are_not_all_shown(web: Source, dangling: Finding) -> None:
    crowd = dangling._replace(related=dangling.related * 9, fixes=())
    printed = render(report([crowd], web), "text", QUIET)
    assert printed.count("nearest labels") == 6
    assert "= and 3 more places\n" in printed


@pytest.mark.parametrize("filler", ["x", "日"])
@pytest.mark.parametrize("before", [0, 40, 500])
@pytest.mark.parametrize("after", [0, 40, 500])
def test_long_lines_are_cut_around_the_span(filler: str, before: int, after: int) -> None:
    text = f"{filler * before}HERE{filler * after}\n"
    shown, carets = frame(text, "HERE", options=Options(quiet=True, width=60)).split("\n")
    shown, carets = shown[4:], carets[4:]
    cells = sum(2 if character == "日" else 1 for character in shown)
    assert cells <= 60
    ahead = shown[: shown.index("HERE")]
    assert carets == " " * sum(2 if character == "日" else 1 for character in ahead) + "^^^^"
    width = 2 if filler == "日" else 1
    whole = width * (before + after) + 4 <= 60
    assert ("…" in shown) is not whole


def test_a_minified_file_is_looked_at_in_part() -> None:
    text = "{" + '"key": "value", ' * 100_000 + '"last": 1}'
    shown, carets = frame(text, '"last"').split("\n")
    assert len(shown) <= 124
    assert shown.endswith('"last": 1}')
    assert carets.count("^") == 6


def test_names_and_messages_do_not_command_the_terminal() -> None:
    evil = Finding(
        "a-rule",
        Severity.error,
        "a\nb\x1b[2J",
        Location("x\x1b]0;y\x07.yaml", Position(0, 0), Position(0, 0)),
    )
    for name in ("text", "concise", "github"):
        printed = render(report([evil]), name)
        assert "\x1b" not in printed
        assert "a b␛[2J" in printed


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_written_as_utf_8(name: str) -> None:
    odd = finding(Location("caf\udce9.yaml", Position(0, 0), Position(0, 0)))._replace(message="\ud800")
    assert render(report([odd]), name).encode()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_text(name: str, shop: Report) -> None:
    assert render(shop, name) == render(shop, name)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"files": 0, "checked": 0}, "Nothing to check: no file found"),
        ({"files": 3, "checked": 0}, "Nothing to check: no Kubernetes object in 3 files"),
        ({"files": 1, "checked": 1}, "No fault found; 1 object in 1 file checked against Kubernetes 1.34"),
    ],
)
def test_the_verdict_tells_clean_from_empty(given: dict[str, int], verdict: str) -> None:
    assert render(report([], summary=summary(**given)), "text") == verdict + "\n"


def test_what_was_set_aside_is_counted_by_role() -> None:
    aside = [SetAside(f"{n}.yaml", None, "helm template", "") for n in range(12)]
    aside += [SetAside("p.yaml", 1, "kustomize patch", "")]
    printed = render(report([], summary=summary(set_aside=tuple(aside))), "text")
    assert "  set aside: helm template (12), kustomize patch (1); --show-files lists them\n" in printed


def test_few_unread_files_are_named_and_many_counted() -> None:
    unread = tuple((f"{n}.yaml", "too large") for n in range(5))
    printed = render(report([], summary=summary(unread=unread)), "text")
    assert printed.count("too large") == 3
    assert "  not read: 2 more" in printed


def test_a_crash_is_not_silent() -> None:
    assert "a rule crashed" in render(report([], crashed=True), "text")


def test_colour_changes_no_character(shop: Report) -> None:
    coloured = render(shop, "text", Options(colour=True, links=True, folder="/home/of"))
    assert "\x1b[1;31merror[dangling-service]\x1b[0m" in coloured
    assert "\x1b]8;;file:///home/of/shop/web.yaml\x1b\\shop/web.yaml:5:13\x1b]8;;\x1b\\" in coloured
    bare = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;.*?\x1b\\", "", coloured)
    assert bare == render(shop, "text")
