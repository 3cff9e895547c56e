"""What the `attain` command does; cli.py defines its options."""
