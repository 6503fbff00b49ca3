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


def expression_of(shot: Shot, figure: Figure) -> str:
    """Return the feeling a figure shows: the shot's, but none for a listener and none for a neutral shot."""
    return shot.emotion if figure.role != "listener" and shot.emotion in _GESTURES else ""


def gesture_of(shot: Shot, figure: Figure) -> str:
    """Return what a figure's hands do."""
    feeling = expression_of(shot, figure)
    return _GESTURES[feeling] if feeling else "talk" if figure.role == "speaker" else ""
