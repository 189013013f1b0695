"""What a model file may hold, key by key, with its defaults: one subject a file.

:class:`~planner.config.keys.model.ModelDefinition` is the file
as a whole; :mod:`planner.config` gives the names.
"""
