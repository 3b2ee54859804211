"""The Python scanner, as lenient as the C one where Kubernetes is: tabs and leading blanks."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.scanner import Scanner as StrictScanner

_BREAKS = "\r\n\x85\u2028\u2029"


class Scanner(StrictScanner):
    """Used only where the C parser is missing."""

    def scan_to_next_token(self) -> None:
        reader = self.reader
        while True:
            while reader.peek() == " " or (reader.peek() == "\t" and (self.flow_level or not self.allow_simple_key)):
                reader.forward()
            if reader.peek() == "#":
                while reader.peek() not in "\0" + _BREAKS:
                    reader.forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_block_scalar_indentation(self) -> tuple[list[Any], int, Any]:
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
        return chunks, widest, end

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> list[str]:
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
            elif character == " " or (character == "\t" and reader.column >= indent):
                reader.forward()
            else:
                return [first, *breaks] if first != "\n" else breaks or [" "]
        return []

    def _at_marker(self) -> bool:
        reader = self.reader
        return (
            reader.column == 0
            and reader.prefix(3) in ("---", "...")
            and reader.peek(3) in "\0 \t" + _BREAKS
        )
