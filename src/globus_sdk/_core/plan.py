"""Plans: what an operation will do, as data.

A plan is one :class:`Call`, or a generator that yields calls and other steps and is sent their
answers. Plans do no input or output and know neither threads nor event loops; a driver performs
their steps.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from ..response import GlobusHTTPResponse

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Call(Generic[T_co]):
    """One exchange with a service, through the client's method of that verb.

    :param verb: ``get``, ``post``, ``put``, ``patch`` or ``delete``.
    :param path: below the client's base URL.
    :param returns: makes the result of the client's response.
    :param options: keyword arguments of the client's method.
    """

    __slots__ = ("options", "path", "returns", "verb")

    def __init__(
        self,
        verb: str,
        path: str,
        returns: Callable[[GlobusHTTPResponse], T_co],
        **options: Any,
    ) -> None:
        self.verb = verb
        self.path = path
        self.returns = returns
        self.options = options

    def __iter__(self) -> Generator[Any, Any, T_co]:
        return self.returns((yield self))

    def performed_by(self, client: Any) -> Any:
        """What the client's method returns: the response, or an awaitable of it."""
        return getattr(client, self.verb)(self.path, **self.options)


class Sleep:
    """Wait for some seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __iter__(self) -> Generator[Any, Any, None]:
        yield self


class Ask(Generic[T_co]):
    """Call a public method of the client, which its user may have overridden or replaced.

    :param method: its name.
    :param arguments: its positional arguments.
    :param options: its keyword arguments.
    """

    __slots__ = ("arguments", "method", "options")

    def __init__(self, method: str, *arguments: Any, **options: Any) -> None:
        self.method = method
        self.arguments = arguments
        self.options = options

    def __iter__(self) -> Generator[Any, Any, T_co]:
        answer: T_co = yield self
        return answer

    def performed_by(self, client: Any) -> Any:
        """What the client's method returns: the answer, or an awaitable of it."""
        return getattr(client, self.method)(*self.arguments, **self.options)

    @staticmethod
    def returns(answer: Any) -> Any:
        """The answer as it is."""
        return answer


Steps = Generator[Any, Any, T]


class Plan(Protocol[T_co]):
    """A :class:`Call`, an :class:`Ask`, or :data:`Steps`."""

    def __iter__(self) -> Generator[Any, Any, T_co]: ...


def drive(plan: Plan[T], perform: Callable[[Any], Any]) -> T:
    """Perform a plan's steps one after the other; what a step raises is raised in the plan."""
    steps = iter(plan)
    try:
        step = next(steps)
        while True:
            try:
                answer = perform(step)
            except Exception as error:
                step = steps.throw(error)
            else:
                step = steps.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result


async def drive_async(plan: Plan[T], perform: Callable[[Any], Awaitable[Any]]) -> T:
    """:func:`drive`, for steps that are awaited."""
    steps = iter(plan)
    try:
        step = next(steps)
        while True:
            try:
                answer = await perform(step)
            except Exception as error:
                step = steps.throw(error)
            else:
                step = steps.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result
