"""What we do: learn who there is, decide who is told, and send until it is settled."""
