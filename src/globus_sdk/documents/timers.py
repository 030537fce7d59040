"""Documents of the Timers service; times are ISO 8601 text."""

from typing import Any, NotRequired, TypedDict


class InactiveReason(TypedDict):
    """Why a timer starts nothing, such as a missing consent."""

    cause: str
    detail: dict[str, Any] | None


class JobDocument(TypedDict):
    """A timer in the older form; the interval is in seconds."""

    job_id: str
    name: str | None
    status: str
    schedule: NotRequired[dict[str, Any]]
    next_run: str | None
    last_ran_at: str | None
    n_runs: int
    n_errors: NotRequired[int]
    submitted_at: str
    inactive_reason: NotRequired[InactiveReason | None]
    callback_url: NotRequired[str]
    callback_body: NotRequired[dict[str, Any]]
    timer_type: NotRequired[str]
    start: NotRequired[str]
    stop_after: NotRequired[dict[str, Any] | None]
    stop_after_n: NotRequired[int | None]
    interval: NotRequired[float | None]
    scope: NotRequired[str | None]
    results: NotRequired[list[dict[str, Any]] | dict[str, Any]]


class JobListDocument(TypedDict):
    """Timers."""

    jobs: list[JobDocument]


class TimerDocument(TypedDict):
    """A timer in the newer form."""

    job_id: str
    timer_type: str
    name: str | None
    status: str
    schedule: dict[str, Any]
    body: NotRequired[dict[str, Any]]
    flow_id: NotRequired[str]
    inactive_reason: InactiveReason | None
    submitted_at: str
    last_ran_at: str | None
    next_run: str | None
    number_of_runs: int
    number_of_errors: NotRequired[int]


class TimerCreatedDocument(TypedDict):
    """A timer that was created."""

    timer: TimerDocument


class JobMessageDocument(TypedDict):
    """What pausing or resuming a timer tells."""

    message: str
