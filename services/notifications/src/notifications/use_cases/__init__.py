"""What the service does: keeps its directory, notifies, records outcomes, lists deliveries."""
