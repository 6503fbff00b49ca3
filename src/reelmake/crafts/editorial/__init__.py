"""What editors need besides the film: timelines, storyboard, contact sheet, review version, mezzanine."""
