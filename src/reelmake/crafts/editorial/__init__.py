"""What editors expect besides the film: timelines, storyboard, contact sheet, review version, mezzanine."""
