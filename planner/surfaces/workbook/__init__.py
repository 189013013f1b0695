"""Workbooks: inputs that people change, and plans that they read."""
