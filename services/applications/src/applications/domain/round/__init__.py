"""A funding round: its terms, its deadline, and which of them are in force when."""
