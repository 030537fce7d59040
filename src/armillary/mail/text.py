"""Words of other people in a mail: what they write stays what it is, text of theirs. Pure."""

from __future__ import annotations

import textwrap
import unicodedata

_JOINERS = "\u200c\u200d"  # some scripts can't do without
_WIDTH = 72


def one_line(text: str, most: int = 256) -> str:
    """A name as it stands in a sentence or a header: one line, nothing that steers, not too long.

    Line breaks would begin another header (RFC 5322 section 2.2), and characters that turn the
    direction of writing would make a name look like another.
    """
    words = "".join(c if _is_plain(c) else " " for c in text).split()
    line = " ".join(words)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def quoted(text: str) -> str:
    """A message of several lines, each marked as somebody's words."""
    lines = [one_line(line, len(line)) for line in text.splitlines()]
    return "\n".join(f"> {part}" for line in lines for part in textwrap.wrap(line, _WIDTH) or [""])


def _is_plain(character: str) -> bool:
    # Cc: control, Cf: format, Cs: half of a character, Zl and Zp: separators of lines.
    kind = unicodedata.category(character)
    return character in _JOINERS or kind not in ("Cc", "Cf", "Cs", "Zl", "Zp")
