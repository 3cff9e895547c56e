"""Events in: the numbers that the contract leaves open at the top, and our columns do not."""

from typing import Annotated

from pydantic import Field

MilestoneNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]
