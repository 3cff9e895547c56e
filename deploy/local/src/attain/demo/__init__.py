"""The demonstration: a made-up programme, played on a running stack and checked."""

from attain.demo.play import play

__all__ = ["play"]
