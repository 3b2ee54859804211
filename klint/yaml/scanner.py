"""The Python scanner, as lenient and as strict as the C one and goyaml.v2's."""

from __future__ import annotations

import string
from typing import Any

from ruamel.yaml.scanner import Scanner as OriginalScanner
from ruamel.yaml.scanner import ScannerError

_BREAKS = "\r\n\x85\u2028\u2029"
_BLANKS = "\0 \t" + _BREAKS
_NAME = frozenset(string.ascii_letters + string.digits + "-_")


class Scanner(OriginalScanner):
    """Used only where the C parser is missing."""

    def scan_to_next_token(self) -> None:
        """As inherited, but tabs are blanks wherever no block collection can start."""
        reader = self.reader
        while True:
            while reader.peek() == " " or (
                reader.peek() == "\t" and (self.flow_level or not self.allow_simple_key)
            ):
                reader.forward()
            if reader.peek() == "#":
                while reader.peek() not in "\0" + _BREAKS:
                    reader.forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_anchor(self, token_class: Any) -> Any:
        """As inherited, but a name has only letters, digits, `-` and `_`."""
        reader = self.reader
        start = reader.get_mark()
        reader.forward()
        length = 0
        while reader.peek(length) in _NAME:
            length += 1
        name = reader.prefix(length)
        reader.forward(length)
        if not name or reader.peek() not in _BLANKS + "?:,]}%@`":
            raise ScannerError(
                None, None, "did not find expected alphabetic or numeric character", reader.get_mark()
            )
        return token_class(name, start, reader.get_mark())

    def scan_block_scalar_indentation(self) -> tuple[list[Any], int, Any]:
        """As inherited, but the first empty line may be indented less than the next, and no line by a tab."""
        reader = self.reader
        chunks = []
        widest = 0
        end = reader.get_mark()
        while reader.peek() in " " + _BREAKS:
            if reader.peek() == " ":
                reader.forward()
                widest = max(widest, reader.column)
            else:
                chunks.append(self.scan_line_break())
                end = reader.get_mark()
        if reader.peek() == "\t" and reader.column < max(widest, self.indent + 1, 1):
            raise ScannerError(None, None, "found a tab character", reader.get_mark())
        return chunks, widest, end

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> list[str]:  # noqa: ARG002 - inherited
        """As inherited, but tabs are blanks too."""
        reader = self.reader
        blanks = ""
        while reader.peek() in " \t":
            blanks += reader.peek()
            reader.forward()
        if reader.peek() not in _BREAKS:
            return [blanks] if blanks else []
        first = self.scan_line_break()
        self.allow_simple_key = True
        breaks: list[str] = []
        while not self._at_marker():
            character = reader.peek()
            if character in _BREAKS:
                breaks.append(self.scan_line_break())
            elif character == "\t" and reader.column < indent and not self.flow_level:
                raise ScannerError(None, None, "found a tab character", reader.get_mark())
            elif character in " \t":
                reader.forward()
            else:
                return [first, *breaks] if first != "\n" else breaks or [" "]
        return []

    def _at_marker(self) -> bool:
        reader = self.reader
        return reader.column == 0 and reader.prefix(3) in ("---", "...") and reader.peek(3) in _BLANKS
