"""Finding the document in what a service answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..exc import ErrorSubdocument, GlobusAPIError, ValidationError
from .variants import SHAPES

if TYPE_CHECKING:
    from .document import GARE

AnyErrorDocument = GlobusAPIError | ErrorSubdocument | dict[str, Any]


def to_gare(error: AnyErrorDocument) -> GARE | None:
    """The document that an error is or has in it, in its present shape; None if there is none.

    :param error: an error, one of its sub-errors, or the document itself. Of an error, the whole
        document counts before its sub-errors, and these in their order.
    """
    return next(_converted(_document_of(error), *_parts_of(error)), None)


def to_gares(errors: list[AnyErrorDocument]) -> list[GARE]:
    """All documents that errors have in them, and then those that they are.

    :param errors: as for :func:`to_gare`.
    """
    parts = [part for error in errors for part in _parts_of(error)]
    return list(_converted(*parts, *(_document_of(error) for error in errors)))


def is_gare(error: AnyErrorDocument) -> bool:
    """Whether :func:`to_gare` finds a document.

    :param error: as there.
    """
    return to_gare(error) is not None


def has_gares(errors: list[AnyErrorDocument]) -> bool:
    """Whether :func:`to_gares` finds any.

    :param errors: as there.
    """
    return any(is_gare(error) for error in errors)


def _document_of(error: AnyErrorDocument) -> Any:
    if isinstance(error, GlobusAPIError):
        return error.raw_json
    return error.raw if isinstance(error, ErrorSubdocument) else error


def _parts_of(error: AnyErrorDocument) -> list[Any]:
    if not isinstance(error, GlobusAPIError):
        return []
    return [part.raw for part in error.errors if part.raw is not error.raw_json]


def _converted(*documents: Any) -> Iterator[GARE]:
    found = (_in_present_shape(document) for document in documents)
    return (gare for gare in found if gare is not None)


def _in_present_shape(document: Any) -> GARE | None:
    if not isinstance(document, Mapping):
        return None
    for convert in SHAPES:
        try:
            return convert(cast("Mapping[str, Any]", document))
        except ValidationError:
            continue
    return None
