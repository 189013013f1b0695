"""What a model file may hold, key by key, with its defaults: one subject a file.

:class:`~planner.model_definition.document.model.ModelDefinition` is the file
as a whole; :mod:`planner.model_definition` gives the names.
"""
