"""The sections of a report, one a file: each answers one question of a reader."""
