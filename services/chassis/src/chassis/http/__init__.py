"""The endpoints that every service has: health, metrics, documents, operations page."""
