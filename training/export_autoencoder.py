"""Writes a checkpoint as the two ONNX graphs a model folder holds, checks them against torch, fits the preview matrix."""
import argparse
import json
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from autoencoder import CHANNELS, FACTOR, Autoencoder
from compositions import Drawings, evaluation_pictures
from workshop_paths import RUNS

OPSET = 17
TOLERANCE = 1e-4  # float32 sums in another order
PRODUCER = 'tessera training'


class ExportedEncoder(nn.Module):
    """Shuffle and first convolution as one strided convolution, normalising folded into the last: convolutions and sums only."""

    def __init__(self, encoder, mean, deviation):
        super().__init__()
        first = encoder.body[1]
        width = first.out_channels
        self.first = nn.Conv2d(3, width, 12, stride=4, padding=4)
        # The shuffle's channels are colour, row, column; a row of the big kernel is tap * 4 + row.
        taps = first.weight.view(width, 3, 4, 4, 3, 3).permute(0, 1, 4, 2, 5, 3)
        self.first.weight.data = taps.reshape(width, 3, 12, 12).contiguous()
        self.first.bias.data = first.bias.data
        self.body = encoder.body[2:]
        self.out = nn.Conv2d(encoder.out.in_channels, CHANNELS, 1)
        self.out.weight.data = encoder.out.weight / deviation.view(-1, 1, 1, 1)
        self.out.bias.data = (encoder.out.bias - mean) / deviation

    def forward(self, sample):
        return self.out(self.body(self.first(sample)))


class ExportedDecoder(nn.Module):
    """The mean cannot be folded: the first convolution pads with zeros, which must stay what they were in training."""

    def __init__(self, decoder, mean, deviation):
        super().__init__()
        self.decoder = decoder
        self.mean, self.deviation = nn.Parameter(mean.view(1, -1, 1, 1)), nn.Parameter(deviation.view(1, -1, 1, 1))

    def forward(self, latent_sample):
        return self.decoder(latent_sample * self.deviation + self.mean)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--run', default='autoencoder')
    parser.add_argument('--out', default='export', help='folder under the runs folder')
    options = parser.parse_args()
    state = torch.load(RUNS / options.run / 'checkpoint.pt', map_location='cpu', weights_only=True)
    model = Autoencoder()
    model.load_state_dict(state['average'])
    model.eval().requires_grad_(False)
    out = RUNS / options.out

    pictures = [planes(picture) for _, picture in evaluation_pictures(Drawings(), 150)]
    raw = torch.cat([model.encoder(picture) for picture in pictures])
    shift, spread = model.scale.running_mean, (model.scale.running_var + model.scale.eps).sqrt()
    trained = (raw - shift.view(1, -1, 1, 1)) / spread.view(1, -1, 1, 1)
    # Running statistics are those of crops; the sampler mixes noise into whole pictures and needs unit variance there.
    mean, deviation = trained.mean((0, 2, 3)), trained.std((0, 2, 3))
    encoder = ExportedEncoder(model.encoder, shift + mean * spread, spread * deviation).eval()
    decoder = ExportedDecoder(model.decoder, mean, deviation).eval()

    latents = torch.cat([encoder(picture) for picture in pictures])
    write(encoder, pictures[0], ('sample', 'latent_sample'), out / 'vae_encoder' / 'model.onnx')
    write(decoder, latents[:1], ('latent_sample', 'sample'), out / 'vae_decoder' / 'model.onnx')

    session = open_graph(out / 'vae_encoder' / 'model.onnx')
    pair = torch.cat(pictures[:2])[:, :, :216, :]
    [encoded] = session.run(None, {'sample': pair.numpy()})
    known = model.encode(pair)
    check('encoder', encoded, (known - mean.view(1, -1, 1, 1)) / deviation.view(1, -1, 1, 1))
    [decoded] = open_graph(out / 'vae_decoder' / 'model.onnx').run(None, {'latent_sample': encoded})
    check('decoder', decoded, model.decode(known))

    preview = fit_preview(latents, torch.cat(pictures))
    (out / 'preview.json').write_text(json.dumps({'preview': preview}))
    facts = {'run': options.run, 'crops_seen': state['seen'], 'hours': round(state['spent'] / 3600, 2)}
    (out / 'autoencoder.json').write_text(json.dumps(facts))
    for name in ('vae_encoder', 'vae_decoder'):
        print(f'{out / name}: {(out / name / "model.onnx").stat().st_size / 1e6:.2f} MB')


def planes(picture: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1


def write(module, example, names, path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    axes = {name: {0: 'batch', 2: f'{name}_height', 3: f'{name}_width'} for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        torch.onnx.export(
            module, (example,), str(path), input_names=[names[0]], output_names=[names[1]],
            dynamic_axes=axes, opset_version=OPSET, dynamo=False, do_constant_folding=True,
        )
    graph = onnx.load(path)
    graph.producer_name, graph.producer_version = PRODUCER, ''
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, path)


def open_graph(path):
    return onnxruntime.InferenceSession(str(path), providers=['CPUExecutionProvider'])


def check(name: str, found: np.ndarray, expected: torch.Tensor) -> None:
    difference = float(np.abs(found - expected.numpy()).max())
    print(f'{name}: onnxruntime differs from torch by at most {difference:.1e}')
    if not difference < TOLERANCE:
        raise SystemExit(f'{name}: the exported graph does not compute what was trained')


def fit_preview(latents: torch.Tensor, pictures: torch.Tensor) -> dict:
    """Least squares from one latent to the mean colour of the pixels it stands for."""
    colours = nn.functional.avg_pool2d(pictures, FACTOR).permute(0, 2, 3, 1).reshape(-1, 3).double()
    known = latents.permute(0, 2, 3, 1).reshape(-1, CHANNELS).double()
    known = torch.cat([known, torch.ones(len(known), 1)], 1)
    solution = torch.linalg.lstsq(known, colours).solution
    left = (known @ solution - colours).square().mean().sqrt().item()
    print(f'preview: one latent tells the mean colour of its pixels to {left:.3f} (of 2)')
    return {'weights': [[round(v, 4) for v in row] for row in solution[:-1].T.tolist()], 'bias': [round(v, 4) for v in solution[-1].tolist()]}


if __name__ == '__main__':
    main()
