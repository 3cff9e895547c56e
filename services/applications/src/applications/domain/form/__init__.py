"""The form and who may apply: every rule that screens it, and the schools that it names."""
