"""What a drawn figure does with its hands: what its feeling calls for, and nothing while it listens."""

from __future__ import annotations

from reelmake.documents.shotlist import Figure, Shot

_GESTURES: dict[str, str] = {
    "happy": "open",
    "sad": "down",
    "angry": "hips",
    "afraid": "chest",
    "surprised": "raised",
    "tired": "down",
    "disgusted": "crossed",
    "tender": "heart",
    "whisper": "hush",
    "urgent": "point",
    "wry": "crossed",
}
_SAME: dict[str, str] = {
    "joy": "happy",
    "joyful": "happy",
    "anger": "angry",
    "fear": "afraid",
    "scared": "afraid",
    "sadness": "sad",
    "surprise": "surprised",
    "disgust": "disgusted",
    "tenderness": "tender",
    "whispering": "whisper",
    "exhausted": "tired",
    "neutral": "",
}


def expression_of(shot: Shot, figure: Figure) -> str:
    """Return the feeling a figure shows: the shot's, unless it is another who feels it; none for an unknown one."""
    if figure.role == "listener":
        return ""
    named = shot.emotion.strip().casefold()
    named = _SAME.get(named, named)
    return named if named in _GESTURES else ""


def gesture_of(shot: Shot, figure: Figure) -> str:
    """Return what a figure's hands do."""
    feeling = expression_of(shot, figure)
    return _GESTURES[feeling] if feeling else "talk" if figure.role == "speaker" else ""
