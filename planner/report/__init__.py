"""What a plan is handed on as: maps, charts and files of other programs."""
