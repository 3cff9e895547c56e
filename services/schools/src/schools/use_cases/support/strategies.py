"""What we do with a strategy's file: adopt its version, once."""

from chassis import Service
from schools.domain.strategy import Strategy, StrategyContent
from schools.store.repositories import STRATEGIES


async def adopt_strategy(service: Service, content: StrategyContent) -> bool:
    """Keep and announce the strategy; False where this version holds already.

    Raises Refused for a version that was adopted with other content.
    """
    async with service.work() as work:
        strategy = await STRATEGIES.held(work, content.authority)
        strategy = strategy or Strategy(authority=content.authority)
        if not strategy.adopt(content):
            return False
        await STRATEGIES.save(work, strategy)
    return True
