"""Records philox-goldens.json: run `python record-philox-goldens.py <modules/rng_philox.py of A1111 v1.10.1>` with numpy installed.

Two draws from one generator for each seed and size, because the second shows how the generator goes on.
"""

import importlib.util
import json
import pathlib
import sys

import numpy

DRAWS = [(0, [12, 12]), (1, [4 * 8 * 8, 3]), (42, [1, 5]), (4294967295, [64, 64]), (2**33 + 7, [6, 6]), (4294967293, [4 * 64 * 64, 17])]


def summary(values):
    flat = values.flatten().astype(numpy.float64)
    return {
        "length": flat.size,
        "first": flat[:5].tolist(),
        "last": flat[-5:].tolist(),
        "absoluteSum": float(numpy.abs(flat).sum()),
    }


def main():
    spec = importlib.util.spec_from_file_location("rng_philox", sys.argv[1])
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    sequences = []
    for seed, counts in DRAWS:
        generator = reference.Generator(seed)
        sequences.append({"seed": seed, "draws": [summary(generator.randn([count])) for count in counts]})
    path = pathlib.Path(__file__).with_name("philox-goldens.json")
    path.write_text(json.dumps({"numpy": numpy.__version__, "sequences": sequences}, indent=2) + "\n")


main()
