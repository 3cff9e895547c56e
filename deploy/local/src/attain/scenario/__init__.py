"""The demonstration: one scenario as data, a player that publishes it, and checks of it."""

from attain.scenario.run import run

__all__ = ["run"]
