"""Encounters and silent units on the wire: every field of the view and none besides."""

from dataclasses import fields

from deconflict.api.wire_near import EncounterOut, NearFields, OverdueAlert, OverdueFields, UnitSeenOut
from deconflict.disclosure.near_views import OverdueView, SightingView, UnitSeenView


def test_the_wire_has_what_the_views_have() -> None:
    assert set(EncounterOut.model_fields) == {field.name for field in fields(SightingView)}
    assert set(NearFields.model_fields) == set(EncounterOut.model_fields) - {"id", "reference", "level"}
    assert set(UnitSeenOut.model_fields) == {field.name for field in fields(UnitSeenView)}
    assert set(OverdueFields.model_fields) == {field.name for field in fields(OverdueView)} - {
        "id",
        "reference",
    }


def test_the_examples_are_sound() -> None:
    for model in (EncounterOut, OverdueAlert):
        [example] = model.model_config["json_schema_extra"]["examples"]  # type: ignore[index,misc,call-overload]
        assert model.model_validate(example).model_dump(mode="json") == example
