"""A meeting of the panel: what is on its agenda, and whether the panel can decide it."""
