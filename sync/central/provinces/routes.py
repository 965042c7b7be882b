"""Provinces: how they enrol, and how they ask where they stand."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.api.bodies import needed_nonce, read_body
from sync.central.api.callers import Callers
from sync.central.api.pace import part_of
from sync.central.api.receipts import signed_response
from sync.central.api.refusal import Refused
from sync.central.api.signatures import signing_key
from sync.central.api.site import site_of
from sync.central.api.state import State
from sync.central.database.engine import reading, writing
from sync.central.fleet.enrolment import CodeSpent
from sync.central.fleet.throttle import TRIES, Throttle
from sync.central.provinces.enrolling import enrol_province, standing_of
from sync.central.provinces.known import province_with
from sync.contract.encoding import Malformed, decode
from sync.contract.problems import Code
from sync.contract.relaying import ProvinceRequest


def routes(state: State, callers: Callers) -> list[Route]:
    """The routes of this room; `callers` tells who asks."""
    throttle = Throttle(part_of(TRIES, state.settings.processes))

    def enrolled(request: Request, body: bytes) -> bytes:
        public, nonce = signing_key(request, body, state.clock), needed_nonce(request)
        try:
            wanted = decode(body, ProvinceRequest)
        except Malformed as error:
            raise Refused(Code.REQUEST, error.detail) from error
        if bytes.fromhex(wanted.public_key) != public:
            raise Refused(Code.SIGNATURE, "the request is not signed by the key it names")
        with writing(state.engine) as connection:
            enrol_province(connection, state.identity, state.clock, wanted)
            site = site_of(connection, state.settings)
            return standing_of(connection, state.identity, state.clock, site, wanted.server, nonce)

    async def enrolment(request: Request) -> Response:
        address = callers.of(request)
        throttle.check(address, state.clock.up_ms())
        body = await read_body(request)
        try:
            return signed_response(await state.work(enrolled, request, body), status=201)
        except CodeSpent:
            throttle.failed(address, state.clock.up_ms())
            raise

    def stands(request: Request) -> bytes:
        public, nonce = signing_key(request, b"", state.clock), needed_nonce(request)
        with reading(state.engine) as connection:
            province = province_with(connection, public)
            if province is None or province != request.path_params["province"]:
                raise Refused(Code.UNKNOWN_KIOSK, "no province relays here with this key")
            site = site_of(connection, state.settings)
            return standing_of(connection, state.identity, state.clock, site, province, nonce)

    async def standing(request: Request) -> Response:
        return signed_response(await state.work(stands, request))

    return [
        Route("/api/v1/provinces", enrolment, methods=["POST"]),
        Route("/api/v1/provinces/{province}", standing, methods=["GET"]),
    ]
