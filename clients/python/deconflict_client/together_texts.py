"""What rendezvous and joint patrols read like, in one line each, in English or Arabic. Decides nothing, prints nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deconflict_client.together import JointPatrol, Rendezvous
from deconflict_client.words import FIRST_STRONG_ISOLATE, POP_ISOLATE, Language
