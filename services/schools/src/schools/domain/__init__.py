"""The rules of the register, of inspections and of concerns: pure Python, no I/O."""
