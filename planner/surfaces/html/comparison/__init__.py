"""The sections of a comparison of runs, one a file."""
