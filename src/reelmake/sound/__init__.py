"""What is heard beside the words: music by mood, the air of places, and noises; composed and made by rule."""
