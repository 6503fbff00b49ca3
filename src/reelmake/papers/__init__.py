"""What an editor expects beside the film: timelines, boards, a review version, mezzanines."""
