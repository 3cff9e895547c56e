"""What leaves: events are recorded with their effect and relayed to the broker."""
