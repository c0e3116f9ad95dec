"""How many files a party may be sending at once (SEC-02, SEC-04)."""

from uuid import uuid4

import pytest

from deconflict.api.uploads import Uploads
from deconflict.incidents.errors import TooManyUploads
from deconflict.parties.model import PartyId

OURS, THEIRS = PartyId(uuid4()), PartyId(uuid4())


@pytest.mark.rule("SEC-02", "SEC-04")
def test_a_party_sends_so_many_at_once_and_stands_in_no_rivals_way() -> None:
    uploads = Uploads(at_once=1)
    with uploads.one_of(OURS):
        with pytest.raises(TooManyUploads), uploads.one_of(OURS):
            pytest.fail("there was no place left")
        with uploads.one_of(THEIRS):
            pass
    with uploads.one_of(OURS):
        pass


def test_a_place_is_free_again_when_an_upload_fails() -> None:
    uploads = Uploads(at_once=1)
    for _ in range(2):
        with pytest.raises(ValueError, match="cut"), uploads.one_of(OURS):
            raise ValueError("cut")
