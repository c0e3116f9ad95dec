"""The application as a whole: what it opens it closes, and it describes itself without anything behind it."""

from typing import Any

import pytest
from pydantic import SecretStr
from starlette.routing import WebSocketRoute

from deconflict.app import bare_app, create_app, relying_party, stand
from deconflict.parties.ceremonies import RelyingParty
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import SettingMissing, Settings


async def test_it_opens_what_it_stands_on_and_closes_it(
    database_url: Any, context_key: bytes, clock: Any
) -> None:
    url = drop_privileges(database_url, "api", context_key).render_as_string(hide_password=False)
    settings = Settings(
        database_url=SecretStr(url),
        context_key=SecretStr(context_key.decode()),
        allowed_origins=("https://room.test",),
        secure_cookies=True,
    )
    app = create_app(settings, clock=clock)
    async with app.router.lifespan_context(app):
        edge, hub = app.state.edge, app.state.hub
        assert edge.allowed_origins == {"https://room.test"}
        assert edge.secure_cookies
        assert edge.clock is clock
        assert edge.parts["live"]()
        assert edge.on_acknowledgement == [hub.acknowledged]
    assert not edge.parts["live"]()


async def test_without_a_database_it_does_not_start() -> None:
    app = create_app(Settings())
    with pytest.raises(SettingMissing):
        async with app.router.lifespan_context(app):
            pass


def test_the_socket_has_its_address_and_documents_need_no_network() -> None:
    app = bare_app()
    sockets = [route.path for route in app.routes if isinstance(route, WebSocketRoute)]
    assert sockets == ["/v1/live"]
    assert app.docs_url is app.redoc_url is None


async def test_it_stands_on_the_settings_given(api_database: Any, clock: Any) -> None:
    app = bare_app()
    hub = stand(app, Settings(default_level=0), api_database, clock)
    assert app.state.hub is hub
    assert app.state.edge.deployment.terms.level == 0
    assert app.state.edge.database is api_database


def test_passkeys_are_bound_to_the_origin_that_the_operator_names() -> None:
    assert relying_party(Settings()) is None
    found = relying_party(Settings(public_origin="https://deconflict.example.org:8443"))
    assert found == RelyingParty("deconflict.example.org", "https://deconflict.example.org:8443")
