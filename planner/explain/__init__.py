"""What a plan is held against after it is made, by code that does not share its formulation."""
