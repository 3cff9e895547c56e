"""What is done with the register's files, with inspections, and with what changes in a school."""
