"""Runs and studies on disk: whole folders, their manifests, and vertices to start from."""
