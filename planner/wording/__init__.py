"""Numbers and sentences as readers meet them, the same on every surface."""
