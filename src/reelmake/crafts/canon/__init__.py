"""The truth of a series: its facts, their history, and the gate that judges a script by them."""
