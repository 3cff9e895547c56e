"""What can be seen of a service: traces, logs and metrics."""
