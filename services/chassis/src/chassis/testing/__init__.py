"""Testing a service without a broker: hand it events, read what it recorded."""

from chassis.testing.desk import Desk, Recorded, delivery_of

__all__ = ["Desk", "Recorded", "delivery_of"]
