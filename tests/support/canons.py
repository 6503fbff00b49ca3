"""Random canons for property tests: every part, names in any script, texts that YAML could misread."""

from __future__ import annotations

import json
import re

from hypothesis import strategies as st

from reelmake.documents.canon import Canon

_TRAPS = (
    "null",
    "yes",
    "1e3",
    "0x1F",
    "007",
    "~",
    "- a",
    "a: b",
    "# no",
    "'",
    '"',
    "2001-01-01",
    "é",
    "明子",
    "\u2028",
    " x ",
)
_texts = st.one_of(st.sampled_from(_TRAPS), st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12))
_words = _texts.map(lambda text: text[:60])
_whens = st.sampled_from(("", "day 3", "day -20 14:30", "ep01", "ep02/14A"))
_IDS = ("ada", "ben", "cleo", "x-1", "no", "true")


def as_yaml(data: object) -> str:
    """Return plain data as YAML: JSON, with every character that YAML might not read as itself escaped."""
    return re.sub(r"[^ -~]", lambda found: f"\\U{ord(found[0]):08x}", json.dumps(data, ensure_ascii=False))


def _some(entry: dict[str, st.SearchStrategy[object]]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional=entry)


@st.composite
def canons(draw: st.DrawFn) -> Canon:
    """Return a canon that does not contradict itself, with facts in every part."""
    people = {}
    for key in draw(st.lists(st.sampled_from(_IDS), unique=True, min_size=2, max_size=4)):
        more = draw(
            _some(
                {
                    "age": st.integers(0, 900),
                    "description": _texts,
                    "died": _whens,
                    "ghost": st.booleans(),
                    "look": st.dictionaries(st.sampled_from(("hair", "on")), _words, max_size=2),
                    "pronunciation": st.dictionaries(_texts, _texts, max_size=2),
                    "locked": st.sampled_from(((), ("look",), ("look", "voice"))),
                    "source": _texts,
                }
            )
        )
        people[key] = {"name": f"{key} {draw(_words)}", **more}
    places = {key: {"name": f"{key} {draw(_words)}"} for key in ("hall", "yard")}
    first, second = list(people)[:2]
    return Canon.model_validate(
        {
            "version": draw(st.integers(1, 99)),
            "characters": people,
            "locations": places,
            "props": {"lamp": {"name": draw(_words), "kept_at": "hall"}},
            "rules": {"r": {"says": draw(_texts), "never": [draw(_words)], "since": draw(_whens)}},
            "relationships": {"f": {"who": first, "kind": "friend", "of": second, "until": draw(_whens)}},
            "events": {"e": {"what": draw(_texts)}, "f": {"what": draw(_texts), "after": ["e"]}},
            "states": {"s": {"who": first, "kind": "other", "says": draw(_texts)}},
            "secrets": {"k": {"says": draw(_texts), "known_to": {second: draw(_whens)}}},
            "journeys": {"j": {"between": ["hall", "yard"], "minutes": draw(st.integers(1, 99))}},
        }
    )
