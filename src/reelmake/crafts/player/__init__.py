"""The page that plays an episode and says what each shot is made from."""
