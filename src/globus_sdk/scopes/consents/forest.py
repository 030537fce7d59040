"""Consents as trees: at the root what the user consented to, below what that implies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import scopes_to_scope_list
from ..representation import Scope
from .consent import Consent
from .errors import ConsentTreeConstructionError


class ConsentForest:
    """All of a user's consents.

    :param consents: the consents, or the service's documents of them, in any order.
    :raises ConsentParseError: a document cannot be read.
    :raises ConsentTreeConstructionError: the consent above another one is missing.
    :ivar nodes: the consents.
    :ivar edges: for each consent's id, the ids of those directly below it.
    :ivar trees: the trees, one for each consent that depends on no other.
    """

    def __init__(self, consents: Iterable[Mapping[str, Any] | Consent]) -> None:
        self.nodes = [one if isinstance(one, Consent) else Consent.load(one) for one in consents]
        self._by_id = {node.id: node for node in self.nodes}
        self.edges = self._edges()
        roots = (node.id for node in self._by_id.values() if len(node.dependency_path) == 1)
        self.trees = [ConsentTree(root, self) for root in roots]

    def _edges(self) -> dict[int, set[int]]:
        edges: dict[int, set[int]] = {node.id: set() for node in self.nodes}
        for node in self._by_id.values():  # each below one other at most: there is no circle
            for above in node.dependency_path[-2:-1]:
                if above not in edges:
                    raise ConsentTreeConstructionError(
                        f"Consent {node.id} depends on consent {above}, which is missing.",
                        self.nodes,
                    )
                edges[above].add(node.id)
        return edges

    def get_node(self, consent_id: int) -> Consent:
        """The consent with this id.

        :raises KeyError: there is none.
        """
        return self._by_id[consent_id]

    def meets_scope_requirements(self, scopes: Scope | str | Sequence[Scope | str]) -> bool:
        """Whether each of these scopes, with all of its dependencies, is consented to.

        It does not matter whether a scope is optional.

        :param scopes: one or several, with their dependencies.
        :raises ScopeParseError: a string breaks the grammar of scopes.
        """
        return all(
            any(tree.meets_scope_requirements(scope) for tree in self.trees)
            for scope in scopes_to_scope_list(scopes)
        )

    def __str__(self) -> str:
        nodes = [f"    {node}" for node in self.nodes]
        trees = [f"    {line}" for tree in self.trees for line in str(tree).splitlines()]
        return "\n".join(["ConsentForest", "  nodes", *nodes, "  trees", *trees])


class ConsentTree:
    """A consent and all that it implies.

    :param root_id: the id of the consent.
    :param forest: what it stands in.
    :raises KeyError: there is no such consent.
    :ivar root: the consent.
    :ivar nodes: the consents in the tree, each after the one above it.
    :ivar edges: for each consent's id, the ids of those directly below it.
    """

    def __init__(self, root_id: int, forest: ConsentForest) -> None:
        self.root = forest.get_node(root_id)
        self.nodes = [self.root]
        for node in self.nodes:  # which grows
            self.nodes += map(forest.get_node, sorted(forest.edges[node.id]))
        self.edges = {node.id: forest.edges[node.id] for node in self.nodes}
        self._by_id = {node.id: node for node in self.nodes}

    def get_node(self, consent_id: int) -> Consent:
        """The consent with this id.

        :raises KeyError: it is not in the tree.
        """
        return self._by_id[consent_id]

    def meets_scope_requirements(self, scope: Scope) -> bool:
        """Whether the scope is that of the root, and all of its dependencies are below it.

        :param scope: the scope with its dependencies.
        """
        return self._meets(self.root, scope)

    def _meets(self, node: Consent, scope: Scope) -> bool:
        return node.scope_name == scope.scope_string and all(
            any(self._meets(below, needed) for below in self._below(node))
            for needed in scope.dependencies
        )

    @property
    def max_depth(self) -> int:
        """How many consents the longest way down from the root has."""
        return max(depth for depth, _ in self._walk(self.root, 1))

    def _walk(self, node: Consent, depth: int) -> Iterator[tuple[int, Consent]]:
        yield depth, node
        for below in self._below(node):
            yield from self._walk(below, depth + 1)

    def _below(self, node: Consent) -> Iterator[Consent]:
        return map(self.get_node, sorted(self.edges[node.id]))

    def __str__(self) -> str:
        return "\n".join(f"{'  ' * depth}- {node}" for depth, node in self._walk(self.root, 0))
