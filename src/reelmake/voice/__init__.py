"""Voices: what a line is to be spoken as, the engines that speak it, and how long it then really takes."""
