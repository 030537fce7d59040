"""Documents that answer calls which change something."""

from typing import NotRequired, TypedDict


class ResultDocument(TypedDict):
    """What a call that changed something tells."""

    DATA_TYPE: str
    code: str
    message: str
    request_id: str
    resource: str


class EndpointCreatedDocument(ResultDocument):
    """What creating an endpoint tells."""

    id: str
    globus_connect_setup_key: NotRequired[str | None]


class AccessRuleCreatedDocument(ResultDocument):
    """What creating an access rule tells."""

    access_id: str


class SubmissionIdDocument(TypedDict):
    """An id that makes a submission safe to repeat."""

    DATA_TYPE: str
    value: str


class SubmissionDocument(ResultDocument):
    """What a submission tells; ``code`` is ``Duplicate`` if it was made before."""

    submission_id: str
    task_id: str
    task_link: NotRequired[dict[str, str]]
