"""Music, room tones and noises composed by rule; loudness, ducking and mixing in ``mixing``."""
