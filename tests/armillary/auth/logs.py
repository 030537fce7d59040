"""Everything that the server writes into its logs while a block runs."""

from __future__ import annotations

import logging

# uvicorn's loggers pass nothing up.
_LOGGERS = ("", "uvicorn", "uvicorn.error", "uvicorn.access")
_FORMAT = logging.Formatter("%(name)s %(levelname)s %(message)s")


class Logs(logging.Handler):
    """Collects every record from a level on, formatted with its exception."""

    def __init__(self, level: int = logging.DEBUG) -> None:
        super().__init__(level)
        self.setFormatter(_FORMAT)
        self.records: list[logging.LogRecord] = []
        self.lines: list[str] = []
        self._levels: dict[str, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
        self.lines.append(self.format(record))

    @property
    def exceptions(self) -> list[str]:
        """The lines of records with an exception or an error."""
        pairs = zip(self.records, self.lines, strict=True)
        return [line for r, line in pairs if r.exc_info or r.levelno >= logging.ERROR]

    def __enter__(self) -> Logs:
        for name in _LOGGERS:
            logger = logging.getLogger(name)
            self._levels[name] = logger.level
            logger.setLevel(self.level)
            logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        for name in _LOGGERS:
            logger = logging.getLogger(name)
            logger.setLevel(self._levels[name])
            logger.removeHandler(self)
