"""What an installation reads: locks that agree and carry hashes, and no address of this or that machine."""

import re
from collections.abc import Callable

import pytest

LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-source.lock",
    "requirements-geodata.lock",
    "requirements-node.lock",
)
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
# Lock files of formats that name the registry they were resolved against.
ADDRESSED_LOCKS = {"uv.lock", "pylock.toml", "poetry.lock"}
ADDRESS = re.compile(
    r"--(?:extra-)?index" r"-url|--find" r"-links|\"resolved\":\s*\"http|https?://[^\s\"']+/(?:simple|packages)/"
    r"|files\.python" r"hosted\.org|registry\.npm" r"js\.org|^\s*registry\s*=\s*\S*http",
    re.MULTILINE,
)  # fmt: skip
HOME = re.compile(r"(?<![\w.$}/-])/(?:home(?!/linuxbrew)|root|Users|work)/\w")


def pins(text: str) -> dict[str, str]:
    return dict(PIN.findall(text))


def unhashed(text: str) -> list[str]:
    """Return the pins that are not followed by a hash."""
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)
    return [entry.splitlines()[0] for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry]


def disagreements(run: str, dev: str) -> list[str]:
    theirs = pins(dev)
    return [f"{name}=={version}" for name, version in pins(run).items() if theirs.get(name) != version]


def addresses(source) -> list[str]:
    """Return where a file names a package registry or somebody's home folder."""
    found = [match.group(0).strip() for match in ADDRESS.finditer(source.text)]
    if source.path.endswith((".py", ".md", ".toml", ".yml", ".sh", ".json", ".ts", ".tsx")):
        found += [match.group(0) for match in HOME.finditer(source.text)]
    return [f"{source.path}: {text}" for text in found]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_by_hash(lock: str, house) -> None:
    text = house.sources[lock].text
    assert pins(text)
    assert unhashed(text) == []


def test_what_developing_needs_has_the_same_pins(house) -> None:
    assert disagreements(*(house.sources[lock].text for lock in LOCKS[:2])) == []


def test_what_making_maps_needs_has_the_same_pins(house) -> None:
    run, dev, _, maps, _ = (house.sources[lock].text for lock in LOCKS)
    assert disagreements(run, maps) == []
    assert disagreements(maps, dev) == []


def test_a_checkout_installs_with_nothing_outside_the_lock(house) -> None:
    assert {"hatchling", "editables"} <= set(pins(house.sources["requirements.lock"].text))


def test_no_file_names_an_address_of_a_machine(house) -> None:
    assert ADDRESSED_LOCKS.isdisjoint(house.names())
    own = [
        source for path, source in house.sources.items() if path != "tests/architecture/test_installation.py"
    ]
    broken = [place for source in own for place in addresses(source)]
    assert not broken, "\n".join(broken)


def test_locks_that_disagree_or_lack_a_hash_are_caught() -> None:
    good = "a==1.0 \\\n    --hash=sha256:00\n    # via b\nb==2.0 \\\n    --hash=sha256:01\n"
    assert unhashed(good) == []
    assert unhashed(good + "c==3.0\n    # via a\n") == ["c==3.0"]
    assert disagreements(good, good) == []
    assert disagreements(good, good.replace("b==2.0", "b==2.1")) == ["b==2.0"]
    assert disagreements(good, "a==1.0\n") == ["b==2.0"]


@pytest.mark.parametrize(
    "text",
    [
        "pip install --index-url http://mirror.example/simple/ a",
        '"resolved": "https://mirror.example/a.tgz"',
        "a @ https://mirror.example/packages/a.whl",
        "registry=https://mirror.example",
        "open('/home/me/project/a.json')",
    ],
)
def test_an_address_of_a_machine_is_caught(text: str, plant: Callable) -> None:
    assert addresses(plant("scripts/a.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "omit-lockfile-registry-resolved=true",
        "see https://postgis.net/docs/",
        "cd ~/project",
        "GET /v1/patrols",
        "clients/home/a.ts",
    ],
)
def test_what_names_no_machine_passes(text: str, plant: Callable) -> None:
    assert addresses(plant("README.md", text)) == []
