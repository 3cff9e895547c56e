"""What an operator can do. The commands and the pages use it."""
