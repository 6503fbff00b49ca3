"""The library of files in assets/ with their licences, and the choice of a source for each need."""
