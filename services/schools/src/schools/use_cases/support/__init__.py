"""What is done with the programme of support and with the strategy."""
