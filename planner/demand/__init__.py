"""Demand: from stated drivers to the yearly targets of each workload."""
