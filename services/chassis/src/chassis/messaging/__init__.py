"""RabbitMQ. No other room knows the broker or its client libraries."""
