"""A real pytak client, as a process: sends the events of its standard input, a line each, and prints what it hears.

pytak warns of what it could use besides; only that is let pass, so it runs apart from the tests.
"""

import asyncio
import sys
from configparser import ConfigParser

import pytak


class Speaking(pytak.QueueWorker):
    """Puts what is said on standard input on the wire."""

    async def handle_data(self, data: bytes) -> None:
        await self.put_queue(data)

    async def run(self, _number_of_iterations: int = -1) -> None:
        lines = asyncio.StreamReader(limit=2**20)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            await self.handle_data(line.strip())


class Hearing(pytak.QueueWorker):
    """Prints what comes from the wire, a line each."""

    async def handle_data(self, data: bytes) -> None:
        sys.stdout.write(" ".join(data.decode().split()) + "\n")
        sys.stdout.flush()

    async def run(self, _number_of_iterations: int = -1) -> None:
        while True:
            await self.handle_data(await self.queue.get())


async def main(settings: list[str]) -> None:
    config = ConfigParser()
    config["tak"] = dict(setting.split("=", 1) for setting in settings)
    tool = pytak.CLITool(config["tak"])
    await tool.setup()
    tool.add_tasks({Speaking(tool.tx_queue, config["tak"]), Hearing(tool.rx_queue, config["tak"])})
    await tool.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
