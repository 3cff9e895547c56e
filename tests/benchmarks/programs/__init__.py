"""What is measured: each file runs in a process of its own and prints its figures as JSON."""
