"""Charts of a plan: one chart a file, each as SVG with its text as text, and as PNG."""
