"""Writes a refiner's checkpoint as the graph a model folder would hold: sample, noise_level -> denoised; weights kept in float16."""
import argparse
import sys
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from denoiser import Denoiser
from export_autoencoder import OPSET, PRODUCER, check, open_graph
from workshop_paths import RUNS

LARGE = 4096  # numbers; smaller tensors are not worth a cast
SHAPES = ((32, 32), (27, 36), (48, 27))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', default='refiner')
    parser.add_argument('--out', type=Path, default=RUNS / 'export' / 'refiner' / 'model.onnx')
    options = parser.parse_args()
    state = torch.load(RUNS / options.run / 'checkpoint.pt', map_location='cpu', weights_only=True)
    model = Denoiser(**state['settings'])
    model.load_state_dict(state['average'])
    export(model.eval().requires_grad_(False), options.out)
    print(f'{options.out}: {options.out.stat().st_size / 1e6:.2f} MB, {state["seen"]} samples seen in {state["spent"] / 3600:.2f} hours')


def export(model: nn.Module, path: Path) -> None:
    """@raises SystemExit when the graph does not compute what the model does, its weights in float16 too"""
    for parameter in model.parameters():
        if parameter.numel() >= LARGE:
            parameter.data = parameter.data.half().float()
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        torch.onnx.export(
            model, (torch.zeros(1, 8, 32, 32), torch.zeros(1)), str(path), input_names=['sample', 'noise_level'], output_names=['denoised'],
            dynamic_axes={'sample': {2: 'height', 3: 'width'}, 'denoised': {2: 'height', 3: 'width'}}, opset_version=OPSET, dynamo=False, do_constant_folding=True,
        )
    graph = onnx.load(path)
    graph.producer_name, graph.producer_version = PRODUCER, ''
    halve(graph.graph)
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, path)
    session = open_graph(path)
    for height, width in SHAPES:
        sample, level = torch.randn(1, 8, height, width, generator=torch.Generator().manual_seed(1)), torch.tensor([0.3])
        [found] = session.run(None, {'sample': sample.numpy(), 'noise_level': level.numpy()})
        check(f'refiner at {height} x {width}', found, model(sample, level))


def halve(graph) -> None:
    """Large weights as float16 and a cast each, which the runtime folds when it opens the graph."""
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < LARGE:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f'{name}_half'))
        casts.append(helper.make_node('Cast', [tensor.name], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)


if __name__ == '__main__':
    main()
