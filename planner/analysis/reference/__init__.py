"""What others published beside a plan: projections of the future, counts of the past."""
