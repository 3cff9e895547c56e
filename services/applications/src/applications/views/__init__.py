"""What is shown of what we know: to the public, and to officers."""
