"""What tests share: servers of their own, a bus to speak on, and patience."""
