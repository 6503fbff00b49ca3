"""The process a model of the extra ``llm`` runs in: a question on standard input, the raw answer on standard output.

Usage: ``python -m reelmake.providers.text.llama_tool WEIGHTS``. It runs in its own process so that it can be stopped
when it takes too long, and so that its memory is freed.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from typing import Any

CONTEXT = 8192
"""Tokens of question and answer together."""
_MOST_THREADS = 8


def main() -> int:
    """Answer one question."""
    # What the library prints belongs to nobody; the answer has the standard output to itself.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    question = json.loads(sys.stdin.buffer.read())
    server = _server(sys.argv[1])
    answer = server.handle_chat_completions(question)
    if "error" in answer:
        sys.stderr.write(f"{answer['error'].get('message', answer['error'])}\n")
    else:
        answers.write(json.dumps(answer, ensure_ascii=False).encode())
        answers.close()
    sys.stderr.flush()
    # Taking the server down waits for a request that never comes; there is nothing in it worth the wait.
    os._exit(1 if "error" in answer else 0)


def _server(weights: str) -> Any:
    import xllamacpp

    threads = min(len(os.sched_getaffinity(0)), _MOST_THREADS)
    settings = xllamacpp.CommonParams()
    settings.model.path = weights
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.cpuparams.n_threads = threads
    settings.cpuparams_batch.n_threads = threads
    # With it on, the text depends on the number of threads.
    settings.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    # It listens on the loopback, whether one wants it or not; nobody else is to ask it anything.
    settings.api_keys = [secrets.token_hex(32)]
    settings.warmup = False
    settings.verbosity = -1
    return xllamacpp.Server(settings)


if __name__ == "__main__":
    sys.exit(main())
