"""From trained weights to what runs on a server: an 8-bit ONNX file, the vocabulary, and a card that names them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

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


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write ``model.json`` last: it names the files beside it by their SHA-256."""
    names = ("tagger.onnx", "tokenizer.json")
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / "model.json").write_text(
        json.dumps({**card, "sha256": hashes}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
