"""Trace: from a reported number to its terms, the cells they are made of, and their sources."""
