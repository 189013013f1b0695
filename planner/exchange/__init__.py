"""The plan in the forms that other programs read."""
