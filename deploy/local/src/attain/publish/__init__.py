"""Publishes as another council system, listens, and finds what happened to an event."""
