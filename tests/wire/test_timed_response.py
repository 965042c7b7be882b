import http.client
import io
import itertools
import socket

import pytest

from sync.wire.timed_response import TimedReader, TimedResponse


def drip(answer: bytes, seconds_each_byte: float, patience_seconds: float) -> TimedReader:
    """A reader to which `answer` comes byte by byte, by a clock that only the reader's looks move."""
    near, far = socket.socketpair()
    far.sendall(answer)
    far.close()
    near.settimeout(patience_seconds)
    ticks = itertools.count(step=seconds_each_byte)
    reader = TimedReader(near, monotonic=lambda: next(ticks))
    near.close()
    return reader


def test_a_slow_drip_ends_at_the_deadline_however_often_bytes_come() -> None:
    with drip(b"x" * 100, seconds_each_byte=1, patience_seconds=5) as reader:
        one = bytearray(1)
        came = [reader.readinto(one) for _ in range(4)]
        assert came == [1, 1, 1, 1]
        with pytest.raises(TimeoutError):
            reader.readinto(one)


def test_an_answer_in_time_is_read_to_its_end() -> None:
    with drip(b"x" * 100, seconds_each_byte=0.01, patience_seconds=5) as reader:
        assert io.BufferedReader(reader).read() == b"x" * 100


def test_what_was_left_of_one_answers_time_does_not_shorten_the_next() -> None:
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(5)
        far.sendall(b"x")
        with TimedReader(near) as reader:
            reader.readinto(bytearray(1))
        assert near.gettimeout() == 5


def test_headers_are_under_the_same_deadline() -> None:
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(0)
        response = TimedResponse(near)
        with response, pytest.raises(TimeoutError):
            response.begin()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n"


def answered(answer: bytes) -> bytes:
    """The body of an answer after which the line is cut."""
    near, far = socket.socketpair()
    with near:
        with far:
            far.sendall(answer)
        with TimedResponse(near) as response:
            response.begin()
            return response.read()


@pytest.mark.parametrize("cut", range(len(HEAD)))
def test_an_answer_cut_within_its_head_is_none(cut: int) -> None:
    with pytest.raises(http.client.HTTPException):
        answered(HEAD[:cut])


def test_an_answer_that_ends_with_the_line_is_whole() -> None:
    assert answered(HEAD + b"ok") == b"ok"
    assert answered(b"HTTP/1.0 200 OK\r\n\r\nall of it") == b"all of it"
