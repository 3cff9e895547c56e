"""The processes of one stack: started, kept alive and stopped in order."""
