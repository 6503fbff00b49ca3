"""The parts of actions, with the keys under which a store keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.actions.store import Store, read_record
from reelmake.documents.action import Action, FromAction


def stored_parts(actions: Iterable[Action], store: Store) -> dict[str, Action]:
    """Return the parts of actions by key. Parts of an action whose inputs the store lacks have a key it never uses."""
    found = {}
    for action in actions:
        if not action.parts:
            continue
        made = (item.key for item in action.inputs.values() if isinstance(item, FromAction))
        records = {key: read_record(store.entry(key)) for key in made}
        digests = {key: record.artifact for key, record in records.items() if record is not None}
        for part in action.parts.values():
            known = part.with_digests(digests)
            found[known.key] = known
    return found
