"""What a stack is made of: its folder, ports, stores, passwords and keys."""
