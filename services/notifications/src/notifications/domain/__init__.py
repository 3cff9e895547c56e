"""The rules: who is told of what, at which address, and when we give up."""
