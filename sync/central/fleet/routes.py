"""Provisioning, time, enrolments, heartbeats."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.api.bodies import needed_nonce, optional_nonce, read_body
from sync.central.api.callers import Callers
from sync.central.api.pace import part_of
from sync.central.api.receipts import signed_receipt, signed_response
from sync.central.api.refusal import Refused
from sync.central.api.signatures import sender_with, signing_key
from sync.central.api.site import site_of
from sync.central.api.state import State
from sync.central.database.engine import writing
from sync.central.fleet.enrolment import CodeSpent, enrol, fits_signature
from sync.central.fleet.heartbeats import keep_heartbeat
from sync.central.fleet.noticing import notice_code
from sync.central.fleet.throttle import TRIES, Throttle
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed, T, decode
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.heartbeat import Heartbeat
from sync.contract.problems import Code
from sync.contract.receipt import Provisioning, TimeDocument
from sync.contract.signed import sign_document


def routes(state: State, callers: Callers) -> list[Route]:
    """The routes of this room; `callers` tells who asks."""
    throttle = Throttle(part_of(TRIES, state.settings.processes))

    async def provisioning(request: Request) -> Response:
        document = Provisioning(
            server=state.server_id,
            key=state.identity.public.hex(),
            ca=state.settings.ca,
            nonce=needed_nonce(request),
            time=state.clock.wall_ms(),
        )
        return signed_response(sign_document("provisioning", document, state.identity.private))

    async def time(request: Request) -> Response:
        nonce = needed_nonce(request)
        document = TimeDocument(server=state.server_id, nonce=nonce, time=state.clock.wall_ms())
        return signed_response(sign_document("time", document, state.identity.private))

    def enrolled(request: Request, body: bytes) -> bytes:
        public = signing_key(request, body, state.clock)
        wanted = _read(body, EnrolmentRequest)
        fits_signature(wanted, public)
        with writing(state.engine) as connection:
            site = site_of(connection, state.settings)
            directory = enrol(connection, state.identity, state.clock, site, wanted)
            crash_point("enrolling.before_commit")
        crash_point("enrolling.after_commit")
        return directory

    async def enrolment(request: Request) -> Response:
        address = callers.of(request)
        throttle.check(address, state.clock.up_ms())
        body = await read_body(request)
        try:
            return signed_response(await state.work(enrolled, request, body), status=201)
        except CodeSpent as spent:
            throttle.failed(address, state.clock.up_ms())
            if spent.kiosk is not None:
                await state.work(notice_code, state.engine, spent.kiosk, address, state.clock.wall_ms())
            raise

    def heard(request: Request, body: bytes) -> bytes:
        public = signing_key(request, body, state.clock)
        nonce = optional_nonce(request)
        with writing(state.engine) as connection:
            sender = sender_with(connection, public)
            if request.path_params["kiosk"] != sender.kiosk:
                raise Refused(Code.NOT_YOURS, "the address is another kiosk's")
            beat = _read(body, Heartbeat)
            holding = keep_heartbeat(connection, state.identity, state.clock, state.settings, sender, beat)
            receipt = signed_receipt(connection, state.identity, state.clock, sender.kiosk, holding, nonce)
            crash_point("heard.before_commit")
        crash_point("heard.after_commit")
        return receipt

    async def heartbeat(request: Request) -> Response:
        body = await read_body(request)
        return signed_response(await state.work(heard, request, body))

    return [
        Route("/api/v1/provisioning", provisioning, methods=["GET"]),
        Route("/api/v1/time", time, methods=["GET"]),
        Route("/api/v1/enrolments", enrolment, methods=["POST"]),
        Route("/api/v1/kiosks/{kiosk}/heartbeat", heartbeat, methods=["PUT"]),
    ]


def _read(body: bytes, shape: type[T]) -> T:
    try:
        return decode(body, shape)
    except Malformed as error:
        raise Refused(Code.REQUEST, error.detail) from error
