"""Documents of the Search service; times are ISO 8601 text."""

from typing import Any, NotRequired, TypedDict

Versioned = TypedDict("Versioned", {"@datatype": NotRequired[str], "@version": NotRequired[str]})


class IndexDocument(Versioned):
    """An index, in which things are found."""

    id: str
    display_name: str
    description: str
    creation_date: str
    max_size_in_mb: int
    size_in_mb: int
    num_subjects: int
    num_entries: int
    status: str
    is_trial: bool
    subscription_id: str | None
    permissions: NotRequired[list[str]]


class SearchEntry(TypedDict):
    """An entry of a subject, as a search finds it."""

    content: Any
    entry_id: str | None
    matched_principal_sets: NotRequired[list[str]]


class SubjectDocument(Versioned):
    """A subject with its entries."""

    subject: str
    entries: list[SearchEntry]


class SearchResultDocument(Versioned):
    """What a search found."""

    count: int
    total: int
    offset: NotRequired[int]
    has_next_page: NotRequired[bool]
    marker: NotRequired[str | None]
    gmeta: list[SubjectDocument]
    facet_results: NotRequired[list[dict[str, Any]] | None]


class IndexTaskStartedDocument(TypedDict):
    """Which task changes an index."""

    task_id: str
    acknowledged: NotRequired[bool]
    success: NotRequired[bool]
    num_documents_ingested: NotRequired[int]


class IndexTaskDocument(TypedDict):
    """A task that changes an index."""

    task_id: str
    index_id: str
    task_type: str
    state: str
    state_description: NotRequired[str | None]
    message: NotRequired[str | None]
    creation_date: str
    completion_date: str | None
    additional_details: NotRequired[dict[str, Any] | None]


class IndexTaskListDocument(TypedDict):
    """The tasks that changed an index."""

    index_id: NotRequired[str]
    tasks: list[IndexTaskDocument]


class IndexRoleDocument(TypedDict):
    """A role on an index."""

    id: str
    index_id: NotRequired[str]
    role_name: str
    principal: str
    principal_type: NotRequired[str]
    creation_date: NotRequired[str]


class IndexRoleDeletedDocument(TypedDict):
    """A role on an index that was taken away."""

    deleted: IndexRoleDocument
    success: bool


class IndexAcknowledgedDocument(TypedDict):
    """What deleting or reopening an index tells."""

    index_id: str
    acknowledged: bool


class IndexRoleListDocument(TypedDict):
    """The roles on an index."""

    role_list: list[IndexRoleDocument]
