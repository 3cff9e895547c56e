"""What a file changes in the register: differences, conversions, and the plan of an import."""
