"""Opening a speech model so that it gives the same samples every time, and the lengths of its phonemes too."""

from __future__ import annotations

from typing import Any

from reelmake.crafts.voice.finish import SpeechError


def open_session(model: bytes, also: str) -> Any:
    """Return a session of one thread over an ONNX model, which also gives the tensor ``also``."""
    import onnxruntime  # type: ignore[import-untyped]
    from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors  # type: ignore[import-untyped]

    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The next level lays the graph out for the CPU at hand; this one is the same graph everywhere, and as fast.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    # Planning which buffers to share takes two thirds of the load time of such a graph and saves no memory.
    options.enable_mem_reuse = False
    try:
        return onnxruntime.InferenceSession(
            model + _also_output(also), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except (onnx_errors.Fail, onnx_errors.InvalidGraph, onnx_errors.InvalidProtobuf) as error:
        raise SpeechError(f"the model cannot be opened: {error}") from error


def _also_output(tensor: str) -> bytes:
    """Return what makes a tensor an output of an ONNX model to whose file it is appended.

    Two protocol buffers one after the other are one whose lists are joined, so no library is needed: field 12 of the
    graph (an output) with field 1 (its name), in field 7 of the model (the graph).
    """
    name = tensor.encode()
    output = bytes([1 << 3 | 2, len(name)]) + name
    graph = bytes([12 << 3 | 2, len(output)]) + output
    return bytes([7 << 3 | 2, len(graph)]) + graph
