"""What happens to an event that arrives: applied, waiting or parked."""
