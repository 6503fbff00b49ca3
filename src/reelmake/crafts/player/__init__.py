"""The episode's web page: it plays the film and shows what each shot is made from."""
