"""What this service does with each event: load, let the aggregate decide, save."""
