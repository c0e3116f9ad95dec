"""What the author of a plan file reads when a plan is refused: where it is, what is so, and what to do about it."""

from typing import Final

from deconflict.gateways.errors import PlanFileError

ADVICE: Final[dict[str, str]] = {
    # The file
    "file_unreadable": "there is no such file, or it may not be read",
    "file_too_large": "the file is larger than {limit_bytes} bytes: split it",
    "file_kind_unknown": "this is neither GeoJSON nor GPX nor KML: export it as one of these",
    "json_malformed": "this is no JSON, or has a number that is not finite: export it again",
    "xml_malformed": "this is no well-formed XML: export it again",
    "doctype_refused": "XML with a document type is not read: remove the <!DOCTYPE …>",
    "no_plans": "there is no plan in the file: it needs a line whose points carry times",
    # A plan
    "crs_refused": "a `crs` member is not read: write longitude and latitude on WGS84 and remove it",
    "not_a_plan": "`{member}` is missing or not as in a plan: give a Feature with a LineString and its times",
    "waypoint_unreadable": "place or time cannot be read: write numbers of degrees, and 2026-12-01T08:00:00Z",
    # Its path
    "times_missing": "each waypoint needs one time: add what is missing (coordinateProperties.times, <time>, <when>)",
    "naive_time": "the time has no zone: add Z or an offset",
    "time_out_of_range": "the time is not between 1970 and 2199: correct it",
    "times_decreasing": "the time is before that of the waypoint before: order the waypoints as they are passed",
    "too_few_waypoints": "a plan needs two waypoints: a post is the same place twice, with its first and last time",
    "too_many_waypoints": "there are more than 2000 waypoints: thin them out, or split the plan",
    "coordinate_out_of_range": "longitude has to be within ±180°, latitude within ±80°, longitude first",
    "out_of_bounds": "the place is outside the bounds in force: correct it",
    "too_fast": "from here on it would be faster than 200 km/h: correct place or time",
    "too_long": "this is more than 7 days after the start: split the plan",
    "dwell_too_long": "the unit stays for more than 12 hours: split the plan",
    "time_tolerance_out_of_range": "time_tolerance_s has to be from 0 to 3600 seconds",
    "lateral_tolerance_out_of_range": "lateral_tolerance_m has to be from 0 to 1000 metres",
}


def line(problem: PlanFileError) -> str:
    """Return one line: file, plan and waypoint (both counted from 0, as in the file's lists), code, advice."""
    fields = problem.fields()
    code = str(fields.get("cause", problem.code))
    where = [str(fields["file"])]
    where += [
        f"{name} {fields[key]}" for key, name in (("plan", "plan"), ("index", "waypoint")) if key in fields
    ]
    return f"{', '.join(where)}: {code}: {ADVICE[code].format(**fields)}"
