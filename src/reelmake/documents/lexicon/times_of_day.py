"""The times of day in headings, in many languages, and the light each stands for."""

from __future__ import annotations

import re
from typing import Literal

Light = Literal["day", "dawn", "dusk", "night"]

_WORDS: dict[Light, str] = {
    "day": """
        day days noon midday afternoon tag mittag jour midi día dia mediodía tarde giorno pomeriggio день полдень
        ημέρα μέρα απόγευμα 昼 日 白天 낮 יום نهار
    """,
    "dawn": """
        dawn daybreak sunrise morning mornings morgen morgens aube matin amanecer mañana alba mattina manhã утро рассвет
        πρωί 朝 早朝 早晨 아침 בוקר صباح
    """,
    "dusk": """
        dusk twilight sunset evening nightfall abend abends crépuscule soir atardecer tramonto sera вечер закат
        βράδυ 夕 夕方 傍晚 저녁 ערב مساء
    """,
    "night": """
        night nights midnight nacht mitternacht nuit minuit noche notte noite ночь полночь νύχτα
        夜 深夜 夜晚 밤 לילה ليل
    """,
}
LIGHTS: dict[str, Light] = {word: light for light, words in _WORDS.items() for word in words.split()}
"""The light of each word for a time of day"""


def light_of(time_of_day: str) -> Light | None:
    """Return the light of the first word for a time of day; None when there is no such word."""
    words = re.findall(r"[^\W_]+", time_of_day.casefold())
    return next((LIGHTS[word] for word in words if word in LIGHTS), None)
