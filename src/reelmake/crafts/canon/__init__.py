"""The canon of a series: its facts, their history, and the gate that judges scripts by them."""
