"""Events as contracts: what an event is, and what makes one valid. No I/O."""
