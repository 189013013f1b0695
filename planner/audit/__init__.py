"""Certificate: a plan proved from its files, by code that shares nothing with its formulation.

Nothing here imports the formulation, the world, the plan or the engine; a contract of the linter
keeps it so. What is checked are arrays of a linear programme and tables on disk.
"""
