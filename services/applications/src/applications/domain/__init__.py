"""The rules of funding: pure Python, standard library only, no I/O and no clock of its own."""
