"""Who gets which answer from every route of the application: a table written by hand (SEC-01, DIS-06, DIS-08)."""

from typing import Final

WHO: Final = ("nobody", "a", "b", "c", "crew", "desk", "facilitator", "oversight", "operator")
"""Nobody, the officers of the party concerned, of its rival and of a third party, its crew, the neutral staff."""

# In this order, since some answers take away what later ones would need. `{x}` is filled from the populated world.
# fmt: off
TABLE: Final = """
                                               nobody   a    b    c  crew desk faci over oper
GET    /healthz                                   200 200  200  200  200  200  200  200  200
GET    /readyz                                    503 503  503  503  503  503  503  503  503
GET    /metrics                                   401 404  404  404  404  404  404  404  200
GET    /openapi.json                              200 200  200  200  200  200  200  200  200
GET    /                                          200 200  200  200  200  200  200  200  200
GET    /room/                                     200 200  200  200  200  200  200  200  200
GET    /liaison/                                  200 200  200  200  200  200  200  200  200
GET    /mobile/                                   200 200  200  200  200  200  200  200  200
GET    /mobile/nothing.js                         404 404  404  404  404  404  404  404  404
GET    /assets/nothing.js                         404 404  404  404  404  404  404  404  404
POST   /v1/session                                201 201  201  201  201  201  201  201  201
GET    /v1/demonstration                          404 404  404  404  404  404  404  404  404
GET    /v1/session                                401 200  200  200  200  200  200  200  200
POST   /v1/session/ticket                         401 201  201  201  201  201  201  201  201
GET    /v1/sessions                               401 200  200  200  200  200  200  200  200
DELETE /v1/sessions/{session}                     401 204  404  404  404  404  404  404  404
POST   /v1/sessions/end-others                    401 200  200  200  200  200  200  200  200
PUT    /v1/session/password                       401 204  204  204  204  204  204  204  204
POST   /v1/session/passkey                        409 409  409  409  409  409  409  409  409
GET    /v1/passkeys                               401 200  200  200  200  200  200  200  200
POST   /v1/passkeys/offer                         401 409  409  409  409  409  409  409  409
POST   /v1/passkeys                               401 409  409  409  409  409  409  409  409
POST   /v1/passkeys/{passkey}/remove              401 204  404  404  404  404  404  404  404
GET    /v1/second-factor                          401 200  200  200  200  200  200  200  200
POST   /v1/second-factor                          401 201  201  201  201  201  201  201  201
POST   /v1/second-factor/confirm                  401 403  403  403  403  403  403  403  403
POST   /v1/second-factor/remove                   401 204  204  204  204  204  204  204  204
GET    /v1/parties                                401 200  200  200  200  200  200  200  200
POST   /v1/parties                                401 403  403  403  403  403  403  403  201
GET    /v1/units                                  401 200  200  200  200  200  200  200  200
POST   /v1/units                                  401 403  403  403  403  201  403  403  201
POST   /v1/people                                 401 403  403  403  403  403  403  403  201
GET    /v1/crews                                  401 200  200  200  403  403  403  403  200
PUT    /v1/crews/{crewman}/unit                   401 200  404  404  403  403  403  403  200
DELETE /v1/crews/{crewman}/unit                   401 204  404  404  403  403  403  403  204
POST   /v1/devices                                401 403  403  403  403  403  403  403  201
POST   /v1/units/{unit}/devices                   401 201  404  404  403  403  403  403  201
POST   /v1/devices/own                            401 201  201  201  201  201  201  201  201
GET    /v1/devices                                401 200  200  200  200  200  200  200  200
POST   /v1/devices/enrol                          201 201  201  201  201  201  201  201  201
POST   /v1/devices/{device}/revoke                401 200  404  404  404  404  404  404  200
GET    /v1/picture                                401 200  200  200  200  200  200  200  200
GET    /v1/places?q=trip                          401 200  200  200  200  200  200  200  200
GET    /v1/maps                                   401 200  200  200  200  200  200  200  200
GET    /v1/maps/libya                             401 200  200  200  200  200  200  200  200
GET    /v1/patrols                                401 200  200  200  200  200  200  200  200
GET    /v1/patrols/{patrol}                       401 200  404  404  200  200  404  404  404
GET    /v1/patrols/{patrol}/versions              401 200  404  404  200  200  404  404  404
POST   /v1/patrols                                401 201  201  201  403  403  403  403  403
PUT    /v1/patrols/{patrol}                       401 200  404  404  403  403  403  403  403
POST   /v1/patrols/{patrol}/register              401 409  404  404  409  404  404  404  404
POST   /v1/patrols/{patrol}/start                 401 200  404  404  200  404  404  404  404
POST   /v1/patrols/{spare}/withdraw               401 200  404  404  200  404  404  404  404
POST   /v1/patrols/{pursuit}/off-plan             401 200  404  404  200  200  404  404  404
POST   /v1/patrols/{pursuit}/contingent           401 200  404  404  200  200  404  404  404
POST   /v1/patrols/{pursuit}/end                  401 200  404  404  200  404  404  404  404
GET    /v1/overlaps                               401 200  200  200  200  200  200  200  200
GET    /v1/overlaps/{overlap}                     401 200  404  404  200  200  404  404  404
POST   /v1/overlaps/{overlap}/acknowledge         401 200  404  404  403  404  404  404  404
GET    /v1/conflicts                              401 200  200  200  200  200  200  404  404
GET    /v1/conflicts/{conflict}                   401 404  404  404  404  200  200  404  404
POST   /v1/conflicts/{conflict}/assign            401 404  404  404  404  200  403  404  404
POST   /v1/conflicts/{conflict}/shift             401 404  404  404  404  202  403  404  404
GET    /v1/conflicts/{conflict}/shift             401 404  404  404  404  200  404  404  404
POST   /v1/overlaps/{overlap}/messages            401 201  404  404  403  201  404  404  404
GET    /v1/overlaps/{overlap}/messages            401 200  404  404  200  200  404  404  404
POST   /v1/conflicts/{conflict}/messages          401 404  404  404  404  201  403  404  404
GET    /v1/conflicts/{conflict}/messages          401 404  404  404  404  200  404  404  404
POST   /v1/overlaps/{overlap}/proposals           401 201  404  404  403  201  404  404  404
GET    /v1/overlaps/{overlap}/proposals           401 200  404  404  200  200  404  404  404
POST   /v1/conflicts/{conflict}/proposals         401 404  404  404  404  201  403  404  404
GET    /v1/conflicts/{conflict}/proposals         401 404  404  404  404  200  404  404  404
GET    /v1/proposals                              401 200  200  200  200  200  200  200  200
GET    /v1/proposals/{proposal}                   401 200  404  404  200  404  404  404  404
POST   /v1/proposals/{proposal}/accept            401 409  404  404  403  404  404  404  404
POST   /v1/proposals/{proposal}/refuse            401 409  404  404  403  404  404  404  404
POST   /v1/proposals/{proposal}/withdraw          401 200  404  404  403  404  404  404  404
GET    /v1/messages                               401 200  200  200  200  200  200  200  200
GET    /v1/liaison                                401 200  200  200  200  200  200  200  200
PUT    /v1/liaison                                401 200  200  200  403  403  403  403  403
POST   /v1/overlaps/{overlap}/shift               401 202  404  404  403  404  404  404  404
GET    /v1/overlaps/{overlap}/shift               401 200  404  404  404  404  404  404  404
GET    /v1/conflicts/{segment}                    401 200  404  404  200  404  404  404  404
POST   /v1/conflicts/{segment}/messages           401 201  404  404  403  404  404  404  404
GET    /v1/conflicts/{segment}/messages           401 200  404  404  200  404  404  404  404
POST   /v1/conflicts/{segment}/proposals          401 201  404  404  403  404  404  404  404
GET    /v1/conflicts/{segment}/proposals          401 200  404  404  200  404  404  404  404
POST   /v1/conflicts/{segment}/shift              401 202  404  404  403  404  404  404  404
GET    /v1/conflicts/{segment}/shift              401 200  404  404  404  404  404  404  404
POST   /v1/conflicts/{segment}/rendezvous         401 201  404  404  403  404  404  404  404
POST   /v1/conflicts/{segment}/acknowledge        401 200  404  404  403  404  404  404  404
POST   /v1/conflicts/{segment}/accept             401 200  404  404  403  404  404  404  404
POST   /v1/conflicts/{conflict}/acknowledge       401 404  404  404  404  200  403  404  404
POST   /v1/conflicts/{conflict}/accept            401 404  404  404  404  200  403  404  404
GET    /v1/shared-plans                           401 200  200  200  200  404  404  404  404
GET    /v1/shared-plans/{shared}                  401 200  404  404  200  404  404  404  404
GET    /v1/reviews                                401 404  404  404  404  200  404  404  404
POST   /v1/reviews/{review}/close                 401 404  404  404  404  200  404  404  404
POST   /v1/agreements                             401 201  201  422  403  403  201  403  403
GET    /v1/agreements                             401 200  200  200  200  200  200  200  200
GET    /v1/agreements/{agreement}                 401 200  200  404  200  200  200  200  404
POST   /v1/agreements/{agreement}/sign            401 200  422  404  403  403  403  403  404
POST   /v1/agreements/{agreement}/withdraw        401 200  200  404  403  403  200  403  404
GET    /v1/levels?other={rival}                   401 200  404  200  200  404  404  404  404
GET    /v1/levels?party={owner}&other={rival}     401 200  404  404  200  200  200  200  404
GET    /v1/keys                                   401 200  200  200  200  200  200  200  200
POST   /v1/keys                                   401 201  201  201  403  403  403  403  403
POST   /v1/keys/{key}/revoke                      401 200  404  404  403  403  403  403  403
POST   /v1/checks                                 401 202  202  202  403  403  403  403  403
GET    /v1/checks/{check}                         401 200  404  404  200  404  404  404  404
GET    /v1/budgets                                401 200  200  200  200  404  404  404  404
GET    /v1/figures                                401 200  200  200  200  200  200  200  404
GET    /v1/suspensions                            401 200  200  200  200  200  200  200  200
POST   /v1/parties/{rival}/suspend                401 403  403  403  403  201  403  403  201
POST   /v1/parties/{rival}/restore                401 403  403  403  403  200  403  403  200
POST   /v1/glass                                  401 403  403  403  403  403  201  403  403
GET    /v1/glass                                  401 200  200  200  200  200  200  200  200
GET    /v1/glass/{glass}                          401 200  404  404  404  200  200  200  404
POST   /v1/glass/{glass}/approve                  401 200  404  404  404  200  403  200  404
GET    /v1/glass/{glass}/patrols                  401 404  404  404  404  404  409  404  404
POST   /v1/glass/{glass}/close                    401 200  404  404  404  200  409  200  404
POST   /v1/glass/{glass}/refuse                   401 409  404  404  404  409  403  409  404
POST   /v1/glass/{glass}/withdraw                 401 403  404  404  404  403  200  403  404
POST   /gateways/owntracks                        401 401  401  401  401  401  401  401  401
GET    /gateways/osmand                           400 400  400  400  400  400  400  400  400
POST   /gateways/osmand                           400 400  400  400  400  400  400  400  400
POST   /gateways/osmand?id={tracker}&lat=32&lon=15 200 200 200  200  200  200  200  200  200
POST   /v1/positions                              401 200  422  422  200  403  403  403  403
POST   /v1/positions/import?unit=U1               401 200  200  200  200  403  403  403  403
GET    /v1/positions                              401 200  200  200  200  200  200  200  200
POST   /v1/sos                                    401 201  422  422  201  403  403  403  403
GET    /v1/sos                                    401 200  200  200  200  200  200  200  200
GET    /v1/sos/{sos}                              401 200  404  404  200  200  404  404  404
POST   /v1/sos/{sos}/end                          401 200  404  404  200  200  404  404  404
POST   /v1/incidents                              401 201  422  422  201  403  403  403  403
GET    /v1/incidents                              401 200  200  200  200  200  200  200  200
GET    /v1/incidents/{incident}                   401 200  404  404  200  200  404  404  404
POST   /v1/incidents/{incident}/photos            401 201  404  404  201  403  404  404  404
GET    /v1/incidents/{incident}/photos/{photo}    401 200  404  404  200  200  404  404  404
POST   /v1/halts                                  401 403  403  403  403  201  201  403  403
GET    /v1/halts                                  401 200  200  200  200  200  200  200  200
GET    /v1/halts/{halted}                         401 200  404  404  200  404  404  404  404
GET    /v1/halts/{ordered}                        401 404  404  404  404  200  404  404  404
POST   /v1/halts/{halted}/lift                    401 403  404  404  403  404  404  404  404
POST   /v1/halts/{ordered}/lift                   401 404  404  404  404  200  404  404  404
GET    /v1/encounters                             401 200  200  200  200  200  200  200  200
GET    /v1/encounters/{encounter}                 401 200  404  404  200  404  404  404  404
GET    /v1/encounters/{exact_encounter}           401 404  404  404  404  200  200  404  404
POST   /v1/rooms                                  401 403  403  403  403  201  201  403  403
GET    /v1/rooms                                  401 200  200  200  200  200  200  200  200
GET    /v1/rooms/{room}                           401 200  200  404  404  200  404  404  404
POST   /v1/rooms/{room}/seat                      401 200  200  404  404  403  404  404  404
GET    /v1/rooms/{room}/screen                    401 200  200  404  404  200  404  404  404
POST   /v1/rooms/{room}/leave                     401 200  200  404  404  403  404  404  404
POST   /v1/rooms/{room}/close                     401 403  403  404  404  200  404  404  404
POST   /v1/rendezvous                             401 201  201  422  403  201  201  403  403
GET    /v1/rendezvous                             401 200  200  200  200  200  200  200  200
GET    /v1/rendezvous/{meeting}                   401 200  200  404  200  200  200  404  404
POST   /v1/rendezvous/{meeting}/confirm           401 409  200  404  403  403  403  404  404
POST   /v1/rendezvous/{meeting}/end               401 200  200  404  403  403  403  404  404
GET    /v1/rendezvous/{asked}                     401 200  404  404  200  200  200  404  404
POST   /v1/rendezvous/{asked}/pass-on             401 403  403  403  403  201  403  403  403
POST   /v1/overlaps/{overlap}/rendezvous          401 201  404  404  403  404  404  404  404
POST   /v1/conflicts/{conflict}/rendezvous        401 404  404  404  404  201  201  404  404
POST   /v1/joint-patrols                          401 201  422  201  403  403  403  403  403
GET    /v1/joint-patrols                          401 200  200  200  200  200  200  200  200
GET    /v1/joint-patrols/{joint}                  401 200  200  404  200  200  404  404  404
POST   /v1/joint-patrols/{joint}/attach           401 200  200  404  403  403  404  404  404
POST   /v1/joint-patrols/{joint}/countersign      401 200  200  404  403  403  404  404  404
POST   /v1/joint-patrols/{joint}/amend            401 200  200  404  403  403  404  404  404
POST   /v1/joint-patrols/{joint}/withdraw         401 200  200  404  403  403  404  404  404
GET    /v1/ledger                                 401 200  200  200  200  404  404  404  404
GET    /v1/log                                    401 404  404  404  404  200  200  404  404
POST   /v1/log                                    401 403  403  403  403  201  201  403  403
GET    /v1/alerts                                 401 200  200  200  200  200  200  200  200
POST   /v1/alerts/{epoch}/1/receive               401 200  200  404  200  200  404  404  404
POST   /v1/alerts/{epoch}/1/see                   401 200  200  404  200  200  404  404  404
POST   /v1/alerts/{epoch}/1/acknowledge           401 200  200  404  200  200  404  404  404
POST   /v1/alerts/{epoch}/1/escalate              401 403  403  403  403  202  403  403  403
GET    /v1/duty                                   401 200  200  200  200  200  200  200  200
POST   /v1/duty                                   401 201  422  422  403  403  403  403  403
DELETE /v1/duty/{shift}                           401 204  404  404  404  404  404  404  404
GET    /v1/push-subscriptions                     401 200  200  200  200  200  200  200  200
POST   /v1/push-subscriptions                     401 409  409  409  409  409  409  409  409
DELETE /v1/push-subscriptions/{phone}             401 204  404  404  404  404  404  404  404
GET    /v1/summons                                401 200  200  200  200  200  200  200  200
GET    /v1/snooze                                 401 200  200  200  200  200  200  200  200
PUT    /v1/snooze                                 401 200  200  200  200  200  200  200  200
DELETE /v1/snooze                                 401 204  204  204  204  204  204  204  204
GET    /v1/zones                                  401 200  200  200  200  200  200  200  200
GET    /v1/zones/{zone}                           401 200  404  404  200  200  404  404  404
GET    /v1/zones/{neutral}                        401 200  200  200  200  200  200  200  200
POST   /v1/zones                                  401 201  201  201  403  201  403  403  403
POST   /v1/lowerings                              401 201  422  201  403  403  403  403  403
DELETE /v1/zones/{zone}                           401 204  404  404  403  404  403  403  403
DELETE /v1/zones/{neutral}                        401 404  404  404  403  204  403  403  403
DELETE /v1/session                                401 204  204  204  204  204  204  204  204
"""
# fmt: on


def rows() -> list[tuple[str, str, dict[str, int]]]:
    """Method, path and the status for each."""
    return [
        (method, path, dict(zip(WHO, map(int, statuses), strict=True)))
        for method, path, *statuses in map(str.split, TABLE.strip().splitlines()[1:])
    ]
