"""The published description of the device API against the application that answers it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.routing import Route

import sync.contract
from sync.contract.http_signature import headers_for
from sync.contract.problems import STATUS
from sync.contract.segment import MEDIA_TYPE
from tests.central.desk import Desk
from tests.central.feed.test_feed import a_key, read, told
from tests.central.world import World
from tests.fuzz.mutation import near
from tests.soak import examples

DOCUMENT: dict[str, Any] = json.loads(
    (Path(sync.contract.__file__).parent / "openapi.json").read_text("utf-8")
)
schemathesis.serializer.alias(MEDIA_TYPE, "application/octet-stream")
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = {
    f"{method.upper()} {path}": SCHEMA[path][method]
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
}
FEED = "GET /api/v1/feed"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def test_the_document_tells_every_route_of_the_device_api_and_no_other(world: World) -> None:
    app = world.door.app
    assert isinstance(app, Starlette)
    routes = {
        f"{method} {re.sub('{.*?}', '{}', route.path)}"
        for route in app.routes
        if isinstance(route, Route) and route.path.startswith("/api/")
        for method in (route.methods or ())
        if method != "HEAD"
    }
    assert routes == {re.sub("{.*?}", "{}", operation) for operation in OPERATIONS}


def test_the_document_tells_every_code_with_its_status() -> None:
    told: set[tuple[str, int]] = set()
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                problem = answer["content"].get("application/problem+json")
                for code in problem["schema"]["allOf"][1]["properties"]["code"]["enum"] if problem else ():
                    told.add((code, int(status)))
                    assert STATUS[code] == int(status), (method, path)
    assert set(DOCUMENT["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]) == set(STATUS)
    assert set(STATUS) - {code for code, _status in told} == {"version"}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_asked_the_answer_is_one_that_the_document_tells(
    world: World, desk: Desk, name: str
) -> None:
    desk.open()
    desk.deliver()
    operation = OPERATIONS[name]
    told(world)
    key = a_key(world)
    cursors = st.sampled_from(["", read(world, key)[1], f"1-{'0' * 16}", f"7-{'0' * 16}"])

    @settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
    @given(
        case=st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]).flatmap(
            lambda mode: operation.as_strategy(generation_mode=mode)
        ),
        ours=st.booleans(),
        body=near([desk.segment()]),
        signed=st.sampled_from([True, True, False]),
        after=cursors,
    )
    def conforms(case: schemathesis.Case[Any], ours: bool, body: bytes, signed: bool, after: str) -> None:
        if ours:
            known = {"ledger": desk.ledger, "kiosk": desk.kiosk}
            case.path_parameters.update({key: known[key] for key in case.path_parameters if key in known})
            if "after" in case.query or name == FEED:
                case.query["after"] = after
            case.body = body if case.media_type == MEDIA_TYPE else case.body
        asked = requests.Request(**case.as_transport_kwargs(base_url=world.door.address)).prepare()
        if signed and name == FEED:
            asked.headers.update(key)
        elif signed:
            sent = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
            assert asked.method
            assert asked.url
            asked.headers.update(
                headers_for(desk.private, asked.method, asked.url, sent, world.clock.wall_ms() // 1000)
            )
        with requests.Session() as session:
            case.validate_response(session.send(asked, allow_redirects=False), checks=CHECKS)

    conforms()
    assert world.verify().differences == []
