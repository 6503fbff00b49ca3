"""The expression and gesture of a drawn figure, from the shot's feeling; listeners have neither."""

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


def expression_of(shot: Shot, figure: Figure) -> str:
    """Return the feeling on a figure's face: the shot's, or none for a listener or a neutral shot."""
    return shot.emotion if figure.role != "listener" and shot.emotion in _GESTURES else ""


def gesture_of(shot: Shot, figure: Figure) -> str:
    """Return the gesture of a figure's hands, or an empty string."""
    feeling = expression_of(shot, figure)
    return _GESTURES[feeling] if feeling else "talk" if figure.role == "speaker" else ""
