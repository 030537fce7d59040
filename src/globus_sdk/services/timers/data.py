"""The documents that timers are made of."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Self

from ... import config
from ..._core.encoding import slash_join
from ..._missing import MISSING, MissingType, present
from ..._payload import GlobusPayload
from ..transfer import TransferData

_Time = str | dt.datetime | MissingType
_SUBMITTED_LATER = ("submission_id", "skip_activation_check")


class OnceTimerSchedule(GlobusPayload):
    """Once.

    :param datetime: when; by default, now. A ``datetime`` without a zone is in local time.
    """

    def __init__(self, datetime: _Time = MISSING) -> None:
        super().__init__(type="once", datetime=_zoned(datetime))


class RecurringTimerSchedule(GlobusPayload):
    """Again and again.

    :param interval_seconds: how often.
    :param start: the first time; by default, now. A ``datetime`` without a zone is in local time.
    :param end: when to stop: ``{"condition": "iterations", "iterations": n}`` or
        ``{"condition": "time", "datetime": ...}``; by default, never.
    """

    def __init__(
        self,
        interval_seconds: int,
        start: _Time = MISSING,
        end: dict[str, Any] | MissingType = MISSING,
    ) -> None:
        if isinstance(end, dict):
            end = {key: _zoned(value) for key, value in end.items()}
        super().__init__(
            type="recurring", interval_seconds=interval_seconds, start=_zoned(start), end=end
        )


_Schedule = dict[str, Any] | RecurringTimerSchedule | OnceTimerSchedule


class TransferTimer(GlobusPayload):
    """A timer that starts transfers.

    :param name: a name for people to see.
    :param schedule: when to start them.
    :param body: what to transfer. Each transfer gets a submission id of its own.
    """

    def __init__(
        self,
        *,
        name: str | MissingType = MISSING,
        schedule: _Schedule,
        body: dict[str, Any] | TransferData,
    ) -> None:
        task = {key: value for key, value in body.items() if key not in _SUBMITTED_LATER}
        super().__init__(timer_type="transfer", name=name, schedule=schedule, body=present(task))


class FlowTimer(GlobusPayload):
    """A timer that starts runs of a flow.

    :param flow_id: the flow.
    :param name: a name for people to see.
    :param schedule: when to start them.
    :param body: what :meth:`SpecificFlowClient.run_flow` sends: ``body``, perhaps ``label`` and so
        on.
    """

    def __init__(
        self,
        *,
        flow_id: uuid.UUID | str,
        name: str | MissingType = MISSING,
        schedule: _Schedule,
        body: dict[str, Any],
    ) -> None:
        super().__init__(
            timer_type="flow", flow_id=flow_id, name=name, schedule=schedule, body=present(body)
        )


class TimerJob(GlobusPayload):
    """A timer in the older form, for :meth:`TimersClient.create_job`; it calls an action provider.

    :param callback_url: what to call.
    :param callback_body: what to send there.
    :param start: the first time.
    :param interval: how often, in seconds or as a ``timedelta``; None for once.
    :param name: a name for people to see.
    :param stop_after: the last time.
    :param stop_after_n: how many times at most.
    :param scope: the scope that the calls need.
    """

    def __init__(
        self,
        callback_url: str,
        callback_body: dict[str, Any],
        start: dt.datetime | str,
        interval: dt.timedelta | int | None,
        *,
        name: str | None = None,
        stop_after: dt.datetime | None = None,
        stop_after_n: int | None = None,
        scope: str | None = None,
    ) -> None:
        super().__init__(
            callback_url=callback_url,
            callback_body=callback_body,
            start=start.isoformat() if isinstance(start, dt.datetime) else start,
            interval=int(interval.total_seconds())
            if isinstance(interval, dt.timedelta)
            else interval,
        )
        further = {
            "name": name,
            "stop_after": None if stop_after is None else stop_after.isoformat(),
            "stop_after_n": stop_after_n,
            "scope": scope,
        }
        self.update({key: value for key, value in further.items() if value is not None})

    @classmethod
    def from_transfer_data(
        cls,
        transfer_data: TransferData | dict[str, Any],
        start: dt.datetime | str,
        interval: dt.timedelta | int | None,
        *,
        name: str | None = None,
        stop_after: dt.datetime | None = None,
        stop_after_n: int | None = None,
        scope: str | None = None,
        environment: str | None = None,
    ) -> Self:
        """A timer that transfers; :class:`TransferTimer` takes its place.

        :param transfer_data: what to transfer.
        :param environment: the hosted environment whose action provider is called.

        The other parameters are those of the class.

        :raises ValueError: the transfer has a submission id, or skips the activation check.
        """
        url = slash_join(config.get_service_url("actions", environment), "/transfer/transfer/run")
        for once in _SUBMITTED_LATER:
            if transfer_data.get(once, MISSING) is not MISSING:
                raise ValueError(f"A timer submits again and again; leave out the {once}.")
        return cls(
            url,
            {"body": present(transfer_data)},
            start,
            interval,
            name=name,
            stop_after=stop_after,
            stop_after_n=stop_after_n,
            scope=scope,
        )


def _zoned(time: Any) -> Any:
    """A time with its zone, to the second; whatever is no ``datetime`` stays as it is."""
    if not isinstance(time, dt.datetime):
        return time
    zoned = time if time.tzinfo else time.astimezone(dt.UTC)
    return zoned.isoformat(timespec="seconds")
