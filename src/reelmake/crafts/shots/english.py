"""English word lists of the shot grammar. A script in another language loses only what these lists would find."""

from __future__ import annotations

from reelmake.documents.lexicon.words import word_set

SOUNDS = word_set("""
    bang bangs beep beeps bell bells boom booms buzz buzzes chime chimes clang clangs clatter clatters click clicks
    crack cracks crash crashes creak creaks explodes explosion foghorn growl growls gunshot gunshots hiss hisses honk
    honks horn howl howls hum hums knock knocks pop pops rattle rattles ring rings roar roars rumble rumbles rustle
    rustles scream screams screech screeches shatters siren sirens slam slams snap snaps splash splashes squeak squeaks
    thud thuds thump thumps thunder ticking ticks whistle whistles
""")
"""Written in capitals, these are sounds."""

DETERMINERS = word_set("""
    a an the his her their its my your our this that these those one two three four five another
""")

PERSONS = word_set("""
    man men woman women boy boys girl girls child children baby guard guards soldier soldiers nurse doctor crowd people
    stranger figure voice driver waiter waitress officer officers cop cops mother father brother sister
""")
"""Written in capitals, these introduce people; they are not props."""

DIRECTIONS = word_set("""
    angle back beat begin black camera close continuous credits cut day dissolve end fade flashback insert intercut
    later montage morning night pov smash super title titles we
""")
"""Written in capitals, these are instructions to the crew."""

PHRASE_ENDS = word_set("""
    to in on at from into onto and or with over under up down out off as by for that which then while against toward
    towards beside behind before after through across again slowly aloud open is are was who
""")
"""The noun phrase after a verb ends before one of these."""

NOT_HANDLED = word_set("""
    door doors door's window hand hands eye eyes arm arms mouth head lips face finger fingers breath gaze foot feet
""")
"""What people open, lift or hold too often for a shot of its own."""
