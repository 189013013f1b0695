"""Why a plan is as it is: what binds, what would change it, and where its numbers come from."""
