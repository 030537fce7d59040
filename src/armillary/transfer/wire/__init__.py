"""Transfer's documents, v0.10: rows become what clients parse. No I/O."""

from armillary.transfer.wire.collections import endpoint, server
from armillary.transfer.wire.files import file_entry, file_list
from armillary.transfer.wire.results import marked, page, result
from armillary.transfer.wire.tasks import event, skipped_error, successful_transfer, task

__all__ = [
    "endpoint",
    "event",
    "file_entry",
    "file_list",
    "marked",
    "page",
    "result",
    "server",
    "skipped_error",
    "successful_transfer",
    "task",
]
