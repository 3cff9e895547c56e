"""The sample programme that the project ships: everything in it is made up."""
