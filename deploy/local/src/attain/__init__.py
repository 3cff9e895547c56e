"""The one-machine stack: the attain command."""
