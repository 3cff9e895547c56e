"""The way out: from a delivery row to a mail server, and back with what it said."""
