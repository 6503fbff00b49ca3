"""One question to an OpenAI-compatible server, with a time limit, using only the standard library."""

from __future__ import annotations

import http.client
import json
import socket
import time
from urllib.parse import urlsplit

from reelmake.kernel.errors import Internal, ReelmakeError, Unsupported, ValidationFailed, one_line

LARGEST_ANSWER = 4 << 20
_CHUNK = 1 << 16


def ask(url: str, question: str, seconds: int) -> bytes:
    """Post a question (the body of a chat completion) and return the server's raw answer.

    Raise a ReelmakeError when the server cannot be reached, does not answer in time, or reports an error.
    """
    parts = urlsplit(url)
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    deadline = time.monotonic() + seconds
    connection = connect(parts.hostname or "", parts.port, timeout=min(10, seconds))
    try:
        connection.connect()
        _limit_time(connection, deadline)
        connection.request(
            "POST",
            f"{parts.path.rstrip('/')}/chat/completions",
            body=question.encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json"},
        )
        response = connection.getresponse()
        data = _read(connection, response, deadline, url)
    except TimeoutError as error:
        raise _no_answer(
            f"the model did not answer within {seconds} s", url, "MODEL_STALLED", "raise writing.seconds_to_answer"
        ) from error
    except (OSError, http.client.HTTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        what = f"the model's server does not answer ({one_line(why)})"
        raise _no_answer(what, url, "MODEL_ABSENT", "start it, or correct writing.url") from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        answer = one_line(data.decode("utf-8", "replace"), 200)
        what = f"the model's server answered with status {response.status}: {answer}"
        raise Unsupported(what, where=url, remedy=_OTHERWISE, reason="MODEL_REFUSED")
    return data


def answer_text(answer: bytes) -> str:
    """Return the text of a chat completion's first choice; raise ValidationFailed when there is none."""
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ValidationFailed(
            "the answer of the model's server is not a chat completion",
            allowed="JSON with choices[0].message.content",
            remedy=_OTHERWISE,
            reason="MODEL_NONSENSE",
        ) from error
    if not isinstance(content, str):
        raise ValidationFailed("the model's answer contains no text", remedy=_OTHERWISE, reason="MODEL_NONSENSE")
    return content


_OTHERWISE = "use another server or model, or set writing.writer to grammar in config/project.yaml"


def _no_answer(what: str, url: str, reason: str, remedy: str) -> ReelmakeError:
    return Internal(what, where=url, remedy=f"{remedy}; {_OTHERWISE}", reason=reason)


def _limit_time(connection: http.client.HTTPConnection, deadline: float) -> None:
    """Set the socket's timeout to the time that is left, so that a server that answers slowly is stopped as well."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if isinstance(connection.sock, socket.socket):
        connection.sock.settimeout(left)


def _read(
    connection: http.client.HTTPConnection, response: http.client.HTTPResponse, deadline: float, url: str
) -> bytes:
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > LARGEST_ANSWER:
            raise Unsupported(
                f"the model's answer is larger than {LARGEST_ANSWER >> 20} MiB", where=url, remedy=_OTHERWISE
            )
        _limit_time(connection, deadline)
    return bytes(data)
