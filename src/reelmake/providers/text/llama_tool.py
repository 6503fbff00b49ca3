"""Runs a model of the extra ``llm``: reads a question from standard input, writes the raw answer to standard output.

Usage: ``python -m reelmake.providers.text.llama_tool WEIGHTS``. It has a process of its own so that it can be stopped
when it takes too long, and so that its memory is released.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from typing import Any

CONTEXT = 8192
"""The most tokens of question and answer together"""
_MOST_THREADS = 8


def main() -> int:
    """Answer one question."""
    # The library prints to standard output; that goes to standard error, so that the answer is alone there.
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
    # The server's regular shutdown would wait for a request that never comes.
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
    # With flash attention the text depends on the number of threads.
    settings.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    # The library always listens on the loopback interface; a random key keeps others from using it.
    settings.api_keys = [secrets.token_hex(32)]
    settings.warmup = False
    settings.verbosity = -1
    return xllamacpp.Server(settings)


if __name__ == "__main__":
    sys.exit(main())
