"""Inputs changed at random, and what the planner says to each.

``python -m tools.mutate_inputs --count 1000`` changes tables, model files, input
workbooks, hourly files, run folders and arguments, one change a case, and
carries out a command on it. The same seed makes the same cases. What must not
be: a traceback, a change that matters believed, a command that hangs, a right
input refused.
"""
