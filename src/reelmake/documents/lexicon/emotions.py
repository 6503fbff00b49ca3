"""English words that express emotions in scripts; the camera and the voices use the same table."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, which makes tables readable."""
    return frozenset(text.split())


EMOTIONS: dict[str, frozenset[str]] = {
    "afraid": word_set("""
        afraid scared frightened terrified fearful fearfully nervous nervously anxious anxiously panicked panicking
        trembling shaking shaky worried
    """),
    "angry": word_set("""
        angry angrily furious furiously shouting shouts yelling yells screaming screams snapping snaps bitter bitterly
        cold coldly hissing hisses hard harshly
    """),
    "disgusted": word_set("disgusted disgustedly disgust revolted sickened repelled repulsed"),
    "happy": word_set("""
        happy happily glad gladly cheerful cheerfully joyful joyfully delighted excited excitedly laughing laughs
        smiling smiles grinning grins beaming amused
    """),
    "sad": word_set("""
        sad sadly crying cries tearful tearfully weeping sobbing sobs broken heartbroken mournful grieving miserable
        choked defeated
    """),
    "surprised": word_set("surprised startled stunned shocked astonished amazed incredulous disbelieving"),
    "tender": word_set("tender tenderly gentle gently soft softly warm warmly kind kindly loving lovingly"),
    "tired": word_set("tired tiredly weary wearily exhausted sleepy sleepily yawning yawns drained"),
    "urgent": word_set(
        "urgent urgently hurried hurriedly quickly fast breathless breathlessly running calling pressing"
    ),
    "whisper": word_set("""
        whisper whispers whispering whispered hushed quiet quietly low murmuring murmurs muttering mutters sotto
    """),
    "wry": word_set("""
        wry wryly dry dryly deadpan sarcastic sarcastically ironic ironically teasing teases light lightly mock smirking
    """),
}
"""Words in parentheticals, by emotion"""
