"""Wake-ups come through, also after the connection broke."""

import asyncio

from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.wakeups import call_on_wakeups


async def test_a_notification_wakes_and_a_broken_connection_is_made_again(
    cluster, database_url, context_key
) -> None:
    url = drop_privileges(database_url, "api", context_key)
    woken = asyncio.Event()
    listening = asyncio.create_task(
        call_on_wakeups(str(url.render_as_string(False)), "deconflict", woken.set)
    )
    await asyncio.wait_for(woken.wait(), 10)  # it listens
    woken.clear()
    with cluster.connect(database_url.database) as administrator:
        administrator.execute("NOTIFY deconflict")
        await asyncio.wait_for(woken.wait(), 10)
        woken.clear()
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'deconflict wake-ups'"
        )
        await asyncio.wait_for(woken.wait(), 10)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
