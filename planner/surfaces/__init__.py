"""What a reader is handed: page, paper, charts and maps."""
