"""The library with its licences, and the choice of a source for each need."""
