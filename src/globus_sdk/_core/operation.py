"""One definition of a method, bound in a sync and in an async client."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from .plan import Plan

C = TypeVar("C")
P = ParamSpec("P")
T = TypeVar("T")

_PLAN_TYPES = ("Ask[", "Call[", "Steps[", "Plan[")


def operation(plan_of: Callable[Concatenate[C, P], Plan[T]]) -> Callable[Concatenate[C, P], T]:
    """Make the ordinary method out of the function that builds its plan."""

    def method(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result: T = self._run(plan_of(self, *args, **kwargs))
        return result

    _show_result_type(plan_of)
    return update_wrapper(method, plan_of)


class awaited(Generic[P, T]):
    """The same operation in the async client: ``get_task = awaited(tasks.get_task)``."""

    def __init__(self, method: Callable[Concatenate[Any, P], T]) -> None:
        self._method: Any = method

    def __set_name__(self, owner: type, name: str) -> None:
        plan_of = self._method.__wrapped__

        async def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
            return await self._run(plan_of(self, *args, **kwargs))

        update_wrapper(method, plan_of)
        method.__dict__.update(self._method.__dict__)  # what paging knows of the method
        setattr(owner, name, method)

    if TYPE_CHECKING:

        def __get__(
            self, obj: object, owner: Any = None
        ) -> Callable[P, Coroutine[Any, Any, T]]: ...


def _show_result_type(plan_of: Any) -> None:
    """Signatures and documentation show what the caller gets, not the plan."""
    shown = plan_of.__annotations__.get("return", "")
    for prefix in _PLAN_TYPES:
        if shown.startswith(prefix):
            plan_of.__annotations__["return"] = shown[len(prefix) : -1]
