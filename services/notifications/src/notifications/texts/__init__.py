"""The templates of the messages, and how they are rendered."""
