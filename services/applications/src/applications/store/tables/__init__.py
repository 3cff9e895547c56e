"""The tables of this service, by noun."""
