"""RabbitMQ: a private node, the topology on it, and its users."""
