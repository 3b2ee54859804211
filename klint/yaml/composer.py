"""Events become one document: its plain value and its table of marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from klint.text import Span
from klint.yaml.anchors import Anchor, Anchors
from klint.yaml.extent import Extents
from klint.yaml.marks import Table
from klint.yaml.problems import UNKNOWN_ESCAPE, Problem, RefusedError, Related, quoted
from klint.yaml.resolver import Scalar, plain, plain_key
from klint.yaml.tags import BadTagError, tagged, tagged_key

if TYPE_CHECKING:
    from klint.yaml.events import Event
    from klint.yaml.marks import Children

DEPTH = 10_000  # levels, as in goyaml.v2
_COLON = re.compile(r"\s*:")
_ESCAPED_SLASH = re.compile(r"(?<!\\)(?:\\\\)*\\/")
_BAD = object()  # a key that JSON cannot have
_MERGE = object()


class _Frame:
    """A collection that is still open."""

    __slots__ = (
        "anchor",
        "before",
        "children",
        "firsts",
        "is_key",
        "key",
        "key_span",
        "merged",
        "odd",
        "ordinal",
        "value",
    )

    def __init__(self, value: Any, ordinal: int, anchor: str | None, before: int) -> None:
        self.value = value
        self.ordinal = ordinal
        self.anchor = anchor
        self.before = before  # how much had been read
        self.is_key = False
        self.key: Any = None
        self.key_span: Span | None = None
        self.children: Children = {}
        self.firsts: Children = {}  # of doubled keys
        self.merged: set[str] = set()
        self.odd = False


class Composer:
    """Takes the events of one document."""

    def __init__(self, text: str, base: int, document: int) -> None:
        self.extents = Extents(text, base)
        self.document = document
        self.value: Any = None
        self.table = Table()
        self.problems: list[Problem] = []
        self._frames: list[_Frame] = []
        self._anchors = Anchors()
        self._end = 0  # of what was last read

    def scalar(self, event: Event) -> None:
        span = self._scalar_span(event)
        if event.style == '"' and _ESCAPED_SLASH.search(self.extents.text, span.start, span.end):
            self._check_slash(span)
        self._end = span.end
        self._anchors.read += 1
        ordinal = -1
        at_key = self._at_key()
        value = self._scalar(event, span) if event.anchor or not at_key else None
        if at_key:
            self._set_key(self._key(event, span), span)
        else:
            ordinal = self._add(value, span)
        if event.anchor:
            self._anchors.named[event.anchor] = Anchor(value, ordinal, 1, event)

    def alias(self, event: Event) -> None:
        span = self.extents.token(event)
        self._end = span.end
        anchor = self._anchors.named.get(event.anchor)
        if anchor is None:
            self._fault("unknown-anchor", f"no anchor {quoted(event.anchor)} stands before this alias", span)
        elif not anchor.weight:
            self._fault("cyclic-alias", f"{quoted(event.anchor)} would contain itself", span)
            anchor = None
        anchor = anchor or Anchor(None, -1, 1, None)
        self._anchors.repeat(anchor, span)
        if self._at_key():
            scalar = anchor.scalar
            self._set_key(self._key(scalar, span) if scalar else self._bad_key(span), span)
            return
        self._add(anchor.value, span, anchor.ordinal)

    def start(self, event: Event, value: list[Any] | dict[str, Any]) -> None:
        """A list or a mapping begins."""
        if len(self._frames) >= DEPTH:
            raise RefusedError("too-deep", f"nested more than {DEPTH} levels deep", self.extents.token(event))
        start = self.extents.start(event)
        is_key = self._at_key()
        before = self._anchors.read
        self._anchors.read += 1
        at = Span(start, start)
        ordinal = self.table.add(None, at) if is_key else self._add(value, at)
        frame = _Frame(value, ordinal, event.anchor, before)
        frame.is_key = is_key
        self._frames.append(frame)
        if event.anchor:
            self._anchors.named[event.anchor] = Anchor(value, ordinal, 0, None)

    def end(self, event: Event) -> None:
        """The innermost list or mapping is over."""
        frame = self._frames.pop()
        if event.end_mark.index > event.start_mark.index:  # a bracket
            self._end = self.extents.token(event).end
        start = self.table.span(frame.ordinal).start
        end = max(start, self._end)
        self.table.close(frame.ordinal, end)
        if frame.odd:
            self.table.odd[frame.ordinal] = frame.children
        if (
            frame.anchor and self._anchors.named[frame.anchor].ordinal == frame.ordinal
        ):  # else defined anew inside
            weight = self._anchors.read - frame.before
            self._anchors.named[frame.anchor] = Anchor(frame.value, frame.ordinal, weight, None)
        if frame.is_key:
            span = Span(start, end)
            self._set_key(self._bad_key(span), span)
        elif self._frames and self._frames[-1].key is _MERGE:
            self._merge(self._frames[-1], frame.value, frame.ordinal, Span(start, end))

    def finish(self) -> None:
        """The document is over."""
        self._anchors.check(Span(self._end, self._end))

    def _at_key(self) -> bool:
        if not self._frames:
            return False
        frame = self._frames[-1]
        return frame.key is None and isinstance(frame.value, dict)

    def _set_key(self, key: Any, span: Span) -> None:
        frame = self._frames[-1]
        frame.key = key
        frame.key_span = span
        if key is _BAD:
            frame.odd = True
        elif key in frame.children and key not in frame.merged:
            frame.odd = True
            first = self.table.key_span(frame.firsts.setdefault(key, frame.children[key]))
            related = ((first, "first set here"),) if first else ()
            self._fault("duplicate-key", f"key {quoted(key)} is set twice; the last one wins", span, related)

    def _add(self, value: Any, span: Span, target: int = -1) -> int:
        """Write down a value and put it where it belongs."""
        if not self._frames:
            self.value = value
            return self.table.add(None, span)
        frame = self._frames[-1]
        ordinal = self.table.add(frame.key_span, span)
        if target >= 0:
            self.table.targets[ordinal] = target
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif frame.key is _MERGE:
            if target >= 0 or not isinstance(value, dict | list):  # others merge when they are complete
                self._merge(frame, value, ordinal, span)
        else:
            if frame.key is not _BAD:
                frame.value[frame.key] = value
                frame.children[frame.key] = ordinal
                frame.merged.discard(frame.key)
            frame.key = None
        return ordinal

    def _merge(self, frame: _Frame, value: Any, ordinal: int, span: Span) -> None:
        """What is merged later wins over what stands before, as in goyaml.v2."""
        frame.key = None
        frame.odd = True
        sources = [(value, ordinal)]
        if isinstance(value, list) and ordinal not in self.table.targets:
            children = self.table.children(ordinal, value)
            sources = [(item, children[index]) for index, item in reversed(list(enumerate(value)))]
        for source, at in sources:
            if not isinstance(source, dict):
                self._fault("bad-merge", "'<<' takes a mapping or a list of mappings", span)
                return
            frame.value.update(source)
            frame.children.update(self.table.children(at, source))
            frame.merged.update(source)

    def _key(self, event: Event, span: Span) -> Any:
        """The key that JSON would have, the sign of a merge, or that of a bad key."""
        text: str = event.value
        if text == "<<" and (_implicit(event) or event.tag == "tag:yaml.org,2002:merge"):
            return _MERGE
        key: str | None = text
        if event.tag is not None:
            try:
                key = tagged_key(text, event.tag)
            except BadTagError as error:
                self._fault("bad-tag", f"{quoted(text)} is no {error}", span)
        elif event.implicit[0]:
            key = plain_key(text)
        return self._bad_key(span) if key is None else key

    def _bad_key(self, span: Span) -> Any:
        self._fault("bad-key", "a key must be a text, not null, a list or a mapping", span)
        return _BAD

    def _scalar(self, event: Event, span: Span) -> Scalar:
        text: str = event.value
        try:
            value = plain(text) if _implicit(event) else tagged(text, event.tag) if event.tag else text
        except BadTagError as error:
            self._fault("bad-tag", f"{quoted(text)} is no {error}", span)
            return text
        if value.__class__ is float and value - value != 0:
            self._fault("infinite-number", f"JSON has no number {quoted(text)}", span)
        return value

    def _scalar_span(self, event: Event) -> Span:
        """Nothing at all stands right after its key's colon or its dash."""
        span = self.extents.scalar(event)
        if span.end > span.start or event.anchor or event.tag or not self._frames:
            return span
        key_span = self._frames[-1].key_span
        if self._at_key() or key_span is None:
            return span
        colon = _COLON.match(self.extents.text, key_span.end)
        at = colon.end() if colon else key_span.end
        return Span(at, at)

    def _check_slash(self, span: Span) -> None:
        """JSON escapes a slash, Kubernetes' YAML does not; it takes a file for JSON by its first character."""
        if not self.extents.text.lstrip().startswith("{"):
            raise RefusedError("syntax-error", UNKNOWN_ESCAPE, span)

    def _fault(self, fault: str, message: str, span: Span, related: Related = ()) -> None:
        self.problems.append(Problem(fault, message, span, related, self.document))


def _implicit(event: Event) -> bool:
    """Whether the text alone says what it is: it has neither quotes nor a tag."""
    return bool(event.implicit[0]) and event.tag is None
