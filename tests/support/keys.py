"""A key for kept bodies that opens nothing outside the tests."""

import base64

KEY = base64.urlsafe_b64encode(b"only-in-tests".ljust(32, b".")).decode()
