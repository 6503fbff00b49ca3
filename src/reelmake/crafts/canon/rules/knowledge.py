"""Knowledge: nobody knows or tells a secret before they learn it."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known


def knowledge(case: Case) -> Iterator[Finding]:
    """Find somebody who knows or tells a secret they have not learned, and unknown secrets."""
    happening = case.happening
    if happening.verb not in (Verb.KNOWS, Verb.TELLS, Verb.LEARNS):
        return
    key = happening.value
    secret = case.canon.secrets.get(key)
    if secret is None:
        yield case.unknown("secret", "knowledge", case.canon.secrets)
        return
    if happening.verb == Verb.LEARNS or not happening.who or _knows(case, key, happening.who):
        return
    if case.scene.mode == "flashback" and case.scene.stated is None:
        return
    since = secret.known_to.get(happening.who)
    tells = happening.verb == Verb.TELLS
    yield case.finding(
        "tells_unknown" if tells else "knows_too_early",
        "knowledge",
        f"{case.name} {'tells' if tells else 'knows'} {key} without having learned it",
        fact=case.context.cite(
            f"secrets.{key}.known_to", f"{happening.who} since {since}" if since else "not them", secret.source
        ),
        repair=f"let {case.name} learn it first: [[canon: {case.name} learns {key}]], or let somebody else say it",
    )


def _knows(case: Case, key: str, who: str) -> bool:
    known_to = case.canon.secrets[key].known_to
    if case.before.find(Known.KNOWS, who, key):
        return True
    return who in known_to and (not known_to[who] or case.begun(known_to[who]) is True)
