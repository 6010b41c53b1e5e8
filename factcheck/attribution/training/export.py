"""From trained weights to what runs on a server: an 8-bit ONNX file, the vocabulary, and a card that names them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch

from factcheck.attribution import onnx_runtime
from factcheck.attribution.training.network import Network

_OPSET = 17


def write_onnx(network: Network, path: Path) -> None:
    """Write the network with 8-bit weights."""
    quantization = onnx_runtime.load("onnxruntime.quantization")
    shape_inference = onnx_runtime.load("onnxruntime.quantization.shape_inference")
    network.eval()
    ids = torch.randint(1000, 2000, (2, 24))
    inputs = (ids, torch.zeros_like(ids), torch.ones_like(ids))
    free = {0: "batch", 1: "pieces"}
    with tempfile.TemporaryDirectory() as scratch:
        whole, clean = Path(scratch) / "whole.onnx", Path(scratch) / "clean.onnx"
        torch.onnx.export(
            network,
            inputs,
            str(whole),
            input_names=["ids", "shapes", "mask"],
            output_names=["tags", "links"],
            dynamic_axes={"ids": free, "shapes": free, "mask": free, "tags": free, "links": {**free, 2: "pieces"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        shape_inference.quant_pre_process(str(whole), str(clean), skip_symbolic_shape=True)
        quantization.quantize_dynamic(clean, path, weight_type=quantization.QuantType.QInt8, per_channel=True)
    drop_guards(path)


def drop_guards(path: Path) -> None:
    """Take out the mask over attention and what guards rows that are masked as a whole: a third of the time.

    At work a window goes through alone, without padding, so both change nothing: what comes out is the same to the
    last bit. A batch of several windows would need them.
    """
    model = onnx.load(path)
    nodes = model.graph.node
    by_output = {output: node for node in nodes for output in node.output}
    passed: dict[str, str] = {}
    for node in [node for node in nodes if node.op_type == "Where"]:
        scores = [name for name in node.input if name in by_output and by_output[name].op_type == "Softmax"]
        if scores:
            passed[node.output[0]] = scores[0]
            nodes.remove(node)
    for node in nodes:
        masked = by_output.get(node.input[0]) if node.op_type == "Softmax" else None
        if masked is not None and masked.op_type == "Add":
            products = [name for name in masked.input if name in by_output and by_output[name].op_type == "MatMul"]
            passed[masked.output[0]] = products[0]
    for node in nodes:
        for place, name in enumerate(node.input):
            node.input[place] = passed.get(name, name)
    used = _used(model)
    while unused := [node for node in nodes if not used & set(node.output)]:
        for node in unused:
            nodes.remove(node)
        used = _used(model)
    for weight in [weight for weight in model.graph.initializer if weight.name not in used]:
        model.graph.initializer.remove(weight)
    onnx.save(model, path)


def _used(model: Any) -> set[str]:
    """What some node or the caller reads."""
    return {name for node in model.graph.node for name in node.input} | {output.name for output in model.graph.output}


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write ``model.json`` last: it names the files beside it by their SHA-256."""
    names = ("tagger.onnx", "tokenizer.json")
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / "model.json").write_text(
        json.dumps({**card, "sha256": hashes}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
