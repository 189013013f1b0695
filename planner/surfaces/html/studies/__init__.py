"""Reports of studies, which tell of many plans at once, one kind a file."""
