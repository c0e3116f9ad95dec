"""What is refused is one sentence with a code."""

import pytest

from geodata import errors


@pytest.mark.parametrize("kind", errors.GeodataError.__subclasses__())
def test_every_refusal_says_its_fields_and_its_code(kind: type[errors.GeodataError]) -> None:
    names = [name for name in kind.__dataclass_fields__ if name not in ("code", "said")]
    said = str(kind(*(f"<{name}>" for name in names)))
    assert said.endswith(f"[{kind.code}]")
    assert all(f"<{name}>" in said for name in names)
    codes = [each.code for each in errors.GeodataError.__subclasses__()]
    assert len(set(codes)) == len(codes)
