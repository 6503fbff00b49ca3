"""A model without a server: the extra ``llm``, run for one question in a process that dies with this one."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

from reelmake.kernel.errors import Internal, NotFound, Unsupported, one_line
from reelmake.kernel.installation import install_command
from reelmake.kernel.process import die_with_parent
from reelmake.providers.text.weights import EXTRA, Weights, put_together

_TOOL = "reelmake.providers.text.llama_tool"
_OTHERWISE = "or set writing.writer to grammar in config/project.yaml"


def think(weights: Weights, question: str, seconds: int) -> bytes:
    """Return a model's raw answer to a question, the body of a chat completion.

    Raise a ReelmakeError when the model is not installed, does not answer in time, or refuses the question.
    """
    if importlib.util.find_spec("xllamacpp") is None:
        raise NotFound(
            "the language model that runs here is not installed",
            where="writing.writer: in_process",
            remedy=f"install it, with its weights (1.3 GB): {install_command(EXTRA)}; {_OTHERWISE}",
            reason="MODEL_ABSENT",
        )
    return answered([sys.executable, "-m", _TOOL, str(put_together(weights))], question, seconds, weights.name)


def answered(command: list[str], question: str, seconds: int, model: str) -> bytes:
    """Return what a program prints for a question on its standard input; raise when it takes too long or fails."""
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
            f"the model gave no answer in {seconds} s",
            where=model,
            remedy=f"raise writing.seconds_to_answer; {_OTHERWISE}",
            reason="MODEL_STALLED",
        ) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"status {done.returncode}"]
        raise Unsupported(
            f"the model failed: {one_line(said[-1], 200)}",
            where=model,
            remedy=f"see that there are 2 GB of memory for it; {_OTHERWISE}",
            reason="MODEL_REFUSED",
        )
    return done.stdout
