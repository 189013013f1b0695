"""Workbooks of studies: what was found, pictures with their numbers, and every table."""
