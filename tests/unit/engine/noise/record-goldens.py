"""Records goldens.json from torch: run `python record-goldens.py` with torch installed.

The blend is the rule of A1111's modules/rng.py on one image's noise [channels, height, width]: norms and angles along axis 1.
"""

import json
import pathlib

import torch

SEQUENCES = [
    (0, [3]),
    (42, [3]),
    (0, [16]),
    (1, [17]),
    (2, [31]),
    (3, [48]),
    (7, [5, 20, 1, 1, 16, 2]),
    (4294967295, [18]),
    (4294967296 + 5, [18]),
    (-3, [18]),
    (4294967293, [4 * 64 * 64]),
]
BLENDS = [(0.05, [4, 8, 8]), (0.3, [4, 6, 10]), (1.0, [3, 4, 4])]


def summary(values):
    flat = values.flatten().double()
    return {
        "length": flat.numel(),
        "first": flat[:5].tolist(),
        "last": flat[-5:].tolist(),
        "sum": float(flat.sum()),
        "absoluteSum": float(flat.abs().sum()),
    }


def blend(strength, low, high):
    cosine = (low / low.norm(dim=1, keepdim=True) * (high / high.norm(dim=1, keepdim=True))).sum(1)
    if cosine.mean() > 0.9995:
        return low * strength + high * (1 - strength)
    angle = cosine.acos()
    sine = angle.sin()
    low_weight = ((1 - strength) * angle).sin() / sine
    high_weight = (strength * angle).sin() / sine
    return low_weight.unsqueeze(1) * low + high_weight.unsqueeze(1) * high


def main():
    sequences = []
    for seed, counts in SEQUENCES:
        generator = torch.Generator().manual_seed(seed)
        draws = [summary(torch.randn(count, generator=generator)) for count in counts]
        sequences.append({"seed": seed, "draws": draws})
    blends = []
    for strength, shape in BLENDS:
        low = torch.randn(shape, generator=torch.Generator().manual_seed(11))
        high = torch.randn(shape, generator=torch.Generator().manual_seed(12))
        blends.append({"strength": strength, "shape": shape, **summary(blend(strength, low, high))})
    low = torch.randn([4, 8, 8], generator=torch.Generator().manual_seed(11))
    nearly = low + 0.001 * torch.randn([4, 8, 8], generator=torch.Generator().manual_seed(12))
    parallel = {"strength": 0.25, **summary(blend(0.25, low, nearly))}
    recorded = {"torch": torch.__version__, "sequences": sequences, "blends": blends, "parallel": parallel}
    path = pathlib.Path(__file__).with_name("goldens.json")
    path.write_text(json.dumps(recorded, indent=2) + "\n")


main()
