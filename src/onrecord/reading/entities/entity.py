"""What coreference works on: mentions, the entities that they refer to, and the links that join them."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.record import ActorKind

__all__ = ["Entity", "Link", "Mention"]


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A stretch of tokens that refers to an actor, with what it tells of it. Titles are ranges of tokens.

    `part` tells apart the mentions that one stretch makes where it joins several actors. A `candidate` is a noun phrase
    that no table knows for an actor.
    """

    start: int
    end: int
    head: int
    form: str
    kind: ActorKind | None = None
    key: str | None = None
    name: str = ""
    country: str | None = None
    sector: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    plural: bool = False
    definite: bool = True
    gender: str | None = None
    titles: tuple[tuple[int, int], ...] = ()
    title_heads: tuple[int, ...] = ()
    part: int = 0
    candidate: bool = False


@dataclass(eq=False)
class Entity:
    """One actor while it is being gathered."""

    kind: ActorKind
    name: str
    country: str | None = None
    sector: tuple[str, ...] = ()
    gender: str | None = None
    given: str | None = None
    surname: str | None = None
    named: bool = False
    roles: set[tuple[str, ...]] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    plural: bool = False
    body: Entity | None = None
    merged: Entity | None = None
    places: list[int] = field(default_factory=list)
    """The places of its mentions among those that the heads judged."""

    def root(self) -> Entity:
        """The entity into which this one was merged, or itself."""
        entity = self
        while entity.merged is not None:
            entity = entity.merged
        return entity


@dataclass(frozen=True)
class Link:
    """A mention joined to an entity on an inference: the mention, the mention it takes up, and why."""

    mention: Mention
    antecedent: Mention
    entity: Entity
