"""Numbers of the advisory locks, in one place so that no two mean the same. They hold per database."""

from typing import Final

MIGRATION: Final = 0x64636601
ENGINE: Final = 0x64636602
LIVE: Final = 0x64636603
