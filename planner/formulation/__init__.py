"""The linear programme: one block of constraints a module, its mathematics in the docstring."""
