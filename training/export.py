"""Makes of a checkpoint what the package ships: ONNX graphs, the encoder's in 8-bit integers.

    python training/export.py build/statements/checkpoint.pt [--to src/onrecord/reading/model]

Writes `encoder.onnx`, whose weights are quantised, and a small graph for each head in single precision: `tags.onnx`
(with `transitions.npy`), `links.onnx`, `acts.onnx`. Activations are quantised as they come (dynamic quantisation),
weights by channel.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from actor_network import LAYERS, MIDDLE
from network import Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

MODEL = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "reading" / "model"
OPSET = 17
SHIPPED = ("encoder.onnx", "tags.onnx", "transitions.npy", "links.onnx", "acts.onnx")


class _States(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, features: Tensor) -> Tensor:
        return self.network.states(pieces[None], features[None], None)[0]


class _Tags(nn.Module):
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor) -> Tensor:
        return self.network.emissions(states)


def loaded(checkpoint: Path) -> Network:
    """The averaged network of a checkpoint."""
    network = Network()
    network.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["averaged"])
    return network.eval()


def export(network: Network, folder: Path) -> None:
    """Write the graphs in single precision."""
    network.bert.set_attn_implementation("eager")  # the fused kernel's guards against empty rows cost a third in ONNX
    pieces, features = torch.randint(1000, 2000, (20,)), torch.zeros(20, 3, dtype=torch.long)
    write(_States(network), (pieces, features), folder / "encoder.onnx", ["pieces", "features"], ["states"],
          {n: {0: "pieces"} for n in ("pieces", "features", "states")})  # fmt: skip
    states = torch.randn(30, network.width)
    write(_Tags(network), (states,), folder / "tags.onnx", ["states"], ["emissions"],
          {"states": {0: "words"}, "emissions": {0: "words"}})  # fmt: skip
    np.save(folder / "transitions.npy", network.chain().detach().numpy())
    spans = torch.tensor([[0, 3], [4, 5], [6, 9]])
    pairs = [spans, torch.tensor([0, 1, 2]), torch.tensor([0, 0]), torch.tensor([1, 2]), torch.tensor([0, 1]),
             torch.zeros(2, 5, dtype=torch.long)]  # fmt: skip
    names = ["spans", "roles", "left", "right", "relation", "features"]
    axes = {n: {0: "spans" if n in ("spans", "roles") else "pairs"} for n in names}
    write(network.links, (states, *pairs), folder / "links.onnx", ["states", *names], ["scores", "none"],
          {"states": {0: "words"}, "scores": {0: "pairs"}, "none": {0: "spans"}, **axes})  # fmt: skip
    cues = torch.tensor([[3, 4], [0, 0]])
    write(network.acts, (states, cues, cues + torch.tensor([0, 2])), folder / "acts.onnx",
          ["states", "cues", "contents"], ["scores"],
          {"states": {0: "words"}, **{n: {0: "statements"} for n in ("cues", "contents", "scores")}})  # fmt: skip


def with_middle(path: Path) -> None:
    """Have the encoder's graph put out the states behind the layers on which the heads of actors stand: `middle`."""
    model = onnx.load(path)
    layers = [f"/bert/encoder/layer.{n}/output/LayerNorm/LayerNormalization_output_0" for n in LAYERS]
    node, tensor = onnx.helper.make_node, onnx.helper.make_tensor
    model.graph.initializer.append(tensor("first_axis", onnx.TensorProto.INT64, [1], [0]))
    model.graph.node.append(node("Concat", layers, ["middle_of_batch"], axis=-1))
    model.graph.node.append(node("Squeeze", ["middle_of_batch", "first_axis"], ["middle"]))
    shape = ["pieces", MIDDLE]
    model.graph.output.append(onnx.helper.make_tensor_value_info("middle", onnx.TensorProto.FLOAT, shape))
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write(module: nn.Module, inputs: tuple[Tensor, ...], path: Path, names: list[str], outputs: list[str],
          axes: dict[str, dict[int, str]]) -> None:  # fmt: skip
    """Write one graph."""
    torch.onnx.export(module.eval(), inputs, str(path), input_names=names, output_names=outputs, dynamic_axes=axes,
                      opset_version=OPSET, dynamo=False)  # fmt: skip
    onnx.checker.check_model(str(path))


def quantised(exact: Path, path: Path) -> None:
    """Write the encoder with weights in 8 bits, those of the word embeddings too."""
    kinds = ["MatMul", "Gather"]
    quantize_dynamic(exact, path, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=kinds)


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--to", type=Path, default=MODEL, help="folder to write to")
    parser.add_argument("--exact", action="store_true", help="leave the encoder in single precision")
    args = parser.parse_args()
    args.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        export(loaded(args.checkpoint), folder)
        if not args.exact:
            quantised(folder / "encoder.onnx", folder / "small.onnx")
            (folder / "small.onnx").replace(folder / "encoder.onnx")
        with_middle(folder / "encoder.onnx")
        for name in SHIPPED:
            (args.to / name).write_bytes((folder / name).read_bytes())
            print(f"{args.to / name}  {(args.to / name).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
