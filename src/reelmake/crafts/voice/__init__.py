"""Speech: the engines, who speaks with which voice, and the times of words."""
