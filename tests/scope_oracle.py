"""Whether a text is a list of scopes, found out in another way than the parsers do: by rewriting.

Innermost brackets that hold a list are replaced by a mark behind the name, until there are none;
what is left must be a list by itself.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

MARK = "\ue000"  # stands for a pair of brackets; generated texts don't hold it
NAMES = ("a", "b", "ab", "urn:x:all", "https://e.org/s/y", "\u00e9")


def is_scope_list(text: str, *, space: str, loose: bool) -> bool:
    """By the grammar alone, without a look at depth and cycles.

    :param space: the characters between scopes, as inside of a character class
    :param loose: whether spaces may stand next to brackets, and nothing at all is a list too
    """
    item = rf"\*?[^{space}*\[\]{MARK}]+{MARK}?"
    pad = f"[{space}]*" if loose else ""
    several = rf"{pad}{item}(?:[{space}]+{item})*{pad}"
    innermost = re.compile(rf"(?<=[^{space}*\[\]{MARK}])\[{several}\]")
    previous = None
    while previous != text:
        previous, text = text, innermost.sub(MARK, text)
    return re.fullmatch(several, text) is not None or (loose and not text.strip(" "))


def depth_of(text: str) -> int:
    """How deeply brackets are nested."""
    depth = deepest = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
    return deepest


def repeats_itself(text: str) -> bool:
    """Whether a scope stands somewhere below itself."""
    above: list[str] = []
    last = ""
    for token in re.findall(r"[\[\]]|[^\s*\[\]]+", text):
        if token == "[":
            above.append(last)
        elif token == "]":
            above.pop()
        elif token in above:
            return True
        else:
            last = token
    return False


_WORDS = st.sampled_from([*NAMES, "[", "]", "*", " ", " ", "[a]", "[b *ab]"])
# Nearly right, or not at all.
TEXTS = st.one_of(
    st.lists(_WORDS, max_size=14).map("".join),
    st.text("ab*[] \t\n\u00a0", max_size=12),
    st.text(max_size=8).filter(lambda text: MARK not in text),
)
