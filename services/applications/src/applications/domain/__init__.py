"""The rules of funding: pure Python, no I/O and no clock of its own."""
