"""The representation providers under their short names."""

from .representation_providers import (
    RequestsHttpFormProvider as FormRequestEncoder,
)
from .representation_providers import (
    RequestsJsonProvider as JSONRequestEncoder,
)
from .representation_providers import (
    RequestsPlainTextProvider as RequestEncoder,
)

__all__ = ("FormRequestEncoder", "JSONRequestEncoder", "RequestEncoder")
