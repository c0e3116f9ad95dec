"""What an operator reads when a command refuses: for each code what is so, and what to do next."""

from typing import Final

from deconflict.errors import DeconflictError

SENTENCES: Final[dict[str, str]] = {
    "access_refused": "This login may not do that: use an administrator's DECONFLICT_DATABASE_URL.",
    "address_in_use": "Port {port} of {host} is taken or not to be had: choose another --port or --host.",
    "already_suspended": "That party is suspended already: `deconflict party restore` ends it.",
    "already_taken": "That {field} is in use already: choose another.",
    "backup_damaged": "{file} is no whole backup ({part} does not fit): take another; nothing was restored.",
    "backup_exists": "There is a {file} already, and a backup replaces none: choose another name.",
    "backup_of_another_format": "The backup has format {found}, we know {known}: take the program that made it.",
    "backup_of_newer_postgresql": """
        The backup is of PostgreSQL {found}, and here is {present}: install postgresql-{found}-postgis-3, or name a
        database of that version.""",
    "backup_of_newer_program": "The backup is of revision {found}, we are at {known}: restore with a newer program.",
    "certificate_refused": "No such device is enrolled, or it was revoked: see `deconflict device list`.",
    "child_keeps_failing": "The process `{name}` ended each time it was started; the lines above say why.",
    "cluster_failed": "PostgreSQL did not come up; what it said is in {log}.",
    "cluster_of_another_version": """
        The data folder was made by PostgreSQL {wanted}, but installed is {installed}: install
        postgresql-{wanted}-postgis-3, or move the data with pg_upgrade.""",
    "context_key_wrong": """
        DECONFLICT_CONTEXT_KEY is not the key this database was migrated with: give that one, or run
        `deconflict migrate` with the new one.""",
    "data_folder_in_use": "Another process runs from {folder}: stop it, or choose another --data.",
    "data_folder_not_ours": "{folder} is another account's: run as that one, or choose another --data.",
    "database_unavailable": "The database does not answer or lets us not in: see DECONFLICT_DATABASE_URL.",
    "dump_failed": "{program} gave up: {said}.",
    "dump_programs_missing": """
        pg_dump and pg_restore of PostgreSQL {wanted} or newer are missing (found: {installed}): `apt-get install
        postgresql-client-{wanted}`.""",
    "folder_not_for_demo": "{folder} holds a deployment of its own: choose another --data for the demonstration.",
    "login_too_powerful": """
        The login {login} could see past its role ({because}): give an administrator's URL, from which the weak
        login follows, or the URL of that login itself.""",
    "missing_postgis": """
        PostGIS is missing: `apt-get install {package}` on Debian and Ubuntu,
        `brew install postgis` on macOS.""",
    "missing_postgresql": """
        PostgreSQL {oldest} or newer is missing: `apt-get install {package}` on Debian and Ubuntu,
        `brew install postgis` on macOS.""",
    "not_migrated": "The database is at revision {found}, we are at {wanted}: run `deconflict migrate`.",
    "not_found": "There is no such device: see `deconflict device list`.",
    "not_fitting": "The {what} has to be {wanted}.",
    "not_of_a_crew": "Only somebody of a crew is with a unit: leave out --unit, or give --role crew.",
    "not_suspended": "That party is not suspended.",
    "party_unknown": """
        There is no party `{slug}`: see `deconflict party list`, or add it with `deconflict party add {slug} NAME`.""",
    "person_unknown": "Nobody has the login `{login}`: add them with `deconflict person add {login}`.",
    "restore_target_not_empty": """
        In {target} there is something already, which a restore never replaces: name an empty --data folder, or an empty
        database.""",
    "role_party_mismatch": """
        The role {role} does not go with that login: liaison, duty_officer and crew sign in as handle@party-slug, the
        others as a handle alone.""",
    "service_not_ready": "The service did not come up; the lines above say why.",
    "setting_missing": "Set {setting}.",
    "setting_refused": "{setting} cannot be used: {reason}.",
    "tak_server_address_refused": "{address} is no tcp://host:port or tls://host:port.",
    "unit_unknown": "The party has no unit `{unit}`: see `deconflict unit list`, or add it with `deconflict unit add`.",
    "sockets_not_open": "Not everybody of the story had an open socket within {within_s} s; try again.",
}


def sentence(error: DeconflictError) -> str:
    """Return the sentence for an error, or its code and fields where only programs meet it."""
    found = SENTENCES.get(error.code)
    return " ".join(found.format(**error.fields()).split()) if found else str(error)
