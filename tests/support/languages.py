"""One short scene in three languages, with words that English word lists would misread."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.documents.canon import Canon


@dataclass(frozen=True)
class Example:
    """A screenplay in a language, and the canon it keeps to."""

    language: str
    canon_yaml: str
    text: str

    @property
    def canon(self) -> Canon:
        from reelmake.documents.yaml.tree import read_tree

        return Canon.model_validate(read_tree(self.canon_yaml, "story/canon.yaml").value)


def _canon_yaml(one: str, other: str, inside: str, outside: str, night: str) -> str:
    return (
        f"version: 1\ncharacters:\n  one: {{name: {one}, age: 61}}\n  other: {{name: {other}, age: 58}}\n"
        f"locations:\n  inside: {{name: {inside}}}\n  outside: {{name: {outside}}}\n"
        f"rules:\n  dark: {{says: Only after dark., at: [inside], only: [{night}]}}\n"
    )


GERMAN = Example(
    "de",
    _canon_yaml("OTTO", "MARTA", "KÜCHE", "HOF", "NACHT"),
    """INT. KÜCHE - NACHT

OTTO, 61, zählt die Tassen. Falls Marta lacht, lacht er auch. Der Brief liegt am Bus.

"""
    + "".join(
        f"OTTO\nNun, so war es in all den Jahren, und das Kind hat {number} Tassen.\n\n"
        f"MARTA\nSo war das, in so vielen Jahren, nun lass {number} Tassen stehen.\n\n"
        for number in "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()  # noqa: SIM905
    )
    + """MARTA (OFF)
Die Liebe, der Hass: nun must du gehen.

EXT. HOF - TAG

Der Hof ist leer, der Regen fällt.
""",
)
RUSSIAN = Example(
    "ru",
    _canon_yaml("АННА", "БОРИС", "КУХНЯ", "ДВОР", "НОЧЬ"),
    """INT. КУХНЯ - НОЧЬ

АННА, 61, считает чашки.

АННА
Их было шесть, я точно помню.

БОРИС (V.O.)
Теперь пять. Ты опять не спишь.

EXT. ДВОР - ДЕНЬ

Двор Анны пуст. Идёт дождь.
""",
)
JAPANESE = Example(
    "ja",
    _canon_yaml("花子", "健", "台所", "屋上", "夜"),
    """INT. 台所 - 夜

花子は茶碗を数える。

@花子
六つあったはずなのに。

@健
今は五つしかないよ。どうしたの？

EXT. 屋上 - 昼

健は街を見る。
""",
)
