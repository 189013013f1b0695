"""Many plans of one question: what is varied, how it is run, and what came of it."""
