"""Comparing the shapes of documents, as ``describe.shape`` tells them."""

from __future__ import annotations

from typing import Any


def lacks(wanted: Any, found: Any, where: str = "") -> list[str]:
    """Where a shape lacks something or has another type; null may stand for anything."""
    if "NoneType" in (wanted, found):
        return []
    if type(wanted) is not type(found):
        return [f"{where}: {wanted} is {found}"]
    if isinstance(wanted, list):
        pairs = zip(wanted, found, strict=False)  # an empty list may stand for any
        return [one for pair in pairs for one in lacks(*pair, where)]
    if isinstance(wanted, dict):
        missing = [f"{where}.{name} is missing" for name in wanted if name not in found]
        both = [name for name in wanted if name in found]
        inner = [lacks(wanted[name], found[name], f"{where}.{name}") for name in both]
        return missing + [one for several in inner for one in several]
    return [] if wanted == found else [f"{where}: {wanted} is {found}"]
