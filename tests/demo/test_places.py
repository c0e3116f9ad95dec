"""Towns are where GeoNames has them."""

import pytest

from deconflict.demo.places import ABU_QURAYN, BUWAYRAT, TAWERGHA, town


def test_a_town_is_found_by_its_name() -> None:
    misrata, sirte = town("Misratah"), town("Sirte")
    assert (misrata.lon, misrata.lat) == pytest.approx((15.09, 32.38), abs=0.05)
    assert (sirte.lon, sirte.lat) == pytest.approx((16.59, 31.21), abs=0.05)


def test_an_unknown_town_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        town("Atlantis")


def test_the_road_lies_between_its_towns() -> None:
    for point in (TAWERGHA, ABU_QURAYN, BUWAYRAT):
        assert 15 < point.lon < town("Sirte").lon
        assert 31.3 < point.lat < town("Misratah").lat
