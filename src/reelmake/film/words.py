"""The English words the grammar knows. A script in another language loses these refinements and nothing else."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SOUNDS = _words("""
    bang bangs beep beeps bell bells boom booms buzz buzzes chime chimes clang clangs clatter clatters click clicks
    crack cracks crash crashes creak creaks explodes explosion foghorn growl growls gunshot gunshots hiss hisses honk
    honks horn howl howls hum hums knock knocks pop pops rattle rattles ring rings roar roars rumble rumbles rustle
    rustles scream screams screech screeches shatters siren sirens slam slams snap snaps splash splashes squeak squeaks
    thud thuds thump thumps thunder ticking ticks whistle whistles
""")
"""In capitals these are heard."""

DETERMINERS = _words("""
    a an the his her their its my your our this that these those one two three four five another
""")

PERSONS = _words("""
    man men woman women boy boys girl girls child children baby guard guards soldier soldiers nurse doctor crowd people
    stranger figure voice driver waiter waitress officer officers cop cops mother father brother sister
""")
"""In capitals these come on, and are no props."""

DIRECTIONS = _words("""
    angle back beat begin black camera close continuous credits cut day dissolve end fade flashback insert intercut
    later montage morning night pov smash super title titles we
""")
"""In capitals these speak to the crew."""

PHRASE_ENDS = _words("""
    to in on at from into onto and or with over under up down out off as by for that which then while against toward
    towards beside behind before after through across again slowly aloud open is are was who
""")
"""Where the noun after a verb is over."""

NOT_HANDLED = _words("""
    door doors door's window hand hands eye eyes arm arms mouth head lips face finger fingers breath gaze foot feet
""")
"""What people open, lift or hold without its being worth a shot."""

PAUSES = _words("beat beats pause pauses pausing silence")

EMOTIONS: dict[str, frozenset[str]] = {
    "afraid": _words("""
        afraid scared frightened terrified fearful fearfully nervous nervously anxious anxiously panicked panicking
        trembling shaking shaky worried
    """),
    "angry": _words("""
        angry angrily furious furiously shouting shouts yelling yells screaming screams snapping snaps bitter bitterly
        cold coldly hissing hisses hard harshly
    """),
    "disgusted": _words("disgusted disgustedly disgust revolted sickened repelled repulsed"),
    "happy": _words("""
        happy happily glad gladly cheerful cheerfully joyful joyfully delighted excited excitedly laughing laughs
        smiling smiles grinning grins beaming amused
    """),
    "sad": _words("""
        sad sadly crying cries tearful tearfully weeping sobbing sobs broken heartbroken mournful grieving miserable
        choked defeated
    """),
    "surprised": _words("surprised startled stunned shocked astonished amazed incredulous disbelieving"),
    "tender": _words("tender tenderly gentle gently soft softly warm warmly kind kindly loving lovingly"),
    "tired": _words("tired tiredly weary wearily exhausted sleepy sleepily yawning yawns drained"),
    "urgent": _words("urgent urgently hurried hurriedly quickly fast breathless breathlessly running calling pressing"),
    "whisper": _words("""
        whisper whispers whispering whispered hushed quiet quietly low murmuring murmurs muttering mutters sotto
    """),
    "wry": _words("""
        wry wryly dry dryly deadpan sarcastic sarcastically ironic ironically teasing teases light lightly mock smirking
    """),
}
"""What parentheticals say of a feeling."""
