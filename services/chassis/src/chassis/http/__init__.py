"""The HTTP side that every service has: health, metrics, documents, pages."""
