"""Who answered: our server with a signed document, our server with a refusal, or somebody else."""

from dataclasses import dataclass
from http import HTTPStatus

from sync.agent.carrier import OCTETS, Reply
from sync.agent.outcome import Busy, Portal, Refused, Unreachable, Untrusted
from sync.agent.trust import Trust
from sync.contract import problems, signed
from sync.contract.encoding import Malformed, decode, read_json
from sync.contract.problems import Code, Problem
from sync.contract.signed import Unsigned, open_document


@dataclass(frozen=True)
class Document:
    """A document signed with a trusted key: its two lines as they came, and its JSON."""

    raw: bytes
    json: bytes


@dataclass(frozen=True)
class Problematic:
    """A problem of our server's. It is unsigned: it moves nothing."""

    problem: Problem
    retry_ms: int | None

    def outcome(self) -> Busy | Refused:
        """What it means where no other meaning is known."""
        if self.problem.code in {Code.BUSY, Code.SLOW_DOWN}:
            return Busy(self.retry_ms)
        return Refused(self.problem.code, self.problem.title)


Answer = Document | Problematic | Unreachable | Portal | Untrusted


def is_too_large(answer: object) -> bool:
    """Whether our server takes less at once."""
    return isinstance(answer, Problematic) and answer.problem.code == Code.TOO_LARGE


def read_answer(reply: Reply | Unreachable, kind: str, trust: Trust) -> Answer:
    """What `reply` is to somebody who asked for a signed `kind`; its status alone proves nothing."""
    if isinstance(reply, Unreachable):
        return reply
    if reply.media_type == signed.MEDIA_TYPE:
        return open_trusted(kind, reply.body, trust)
    if reply.media_type == problems.MEDIA_TYPE and (problem := _ours(reply.body, trust)):
        return Problematic(problem, reply.retry_ms)
    if reply.status >= 500 and reply.status != HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return Unreachable("server_error", f"HTTP {reply.status}", reply.retry_ms)
    return Portal(f"HTTP {reply.status} {reply.media_type}".rstrip())


def looks_ours(reply: Reply, trust: Trust) -> bool:
    """Whether somebody should judge this reply, rather than ask elsewhere; it proves nothing.

    A photo or a piece of a release names no server; its digest tells.
    """
    if reply.media_type == problems.MEDIA_TYPE:
        return _ours(reply.body, trust) is not None
    if reply.media_type == signed.MEDIA_TYPE:
        try:
            return read_json(reply.body.partition(b"\n")[0]).get("server") == trust.server
        except Malformed:
            return False
    return reply.status == 200 and reply.media_type in {"image/jpeg", OCTETS}


def open_trusted(kind: str, raw: bytes, trust: Trust) -> Document | Untrusted:
    """The document in `raw` if one of the trusted keys signed it."""
    try:
        return Document(raw, open_document(kind, raw, trust.keys))
    except Unsigned as error:
        return Untrusted(str(error))


def _ours(body: bytes, trust: Trust) -> Problem | None:
    try:
        problem = decode(body, Problem)
    except Malformed:
        return None
    return problem if problem.server == trust.server else None
