"""Teaches the classifier on rendered drawings; whole sets are held back from it, and its accuracy is stated on those."""
import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from classifier import NAMES, SIDE, SUBJECTS, classify, taught_network, untaught_network
from workshop_paths import DATA, RUNS

# emojione is in the model's bank and fxemoji is not: neither is ever learned from.
HELD_OUT_SETS = ('emojione', 'fxemoji')
STORED = 128
EARLY_BLOCKS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--steps', type=int, default=1200)
    parser.add_argument('--batch', type=int, default=32)
    parser.add_argument('--rate', type=float, default=1e-3)
    parser.add_argument('--minutes', type=float, default=12, help='the rate falls to zero by then, however many steps that is')
    parser.add_argument('--resume', action='store_true', help='go on from the classifier there is, with a warm-up and a falling rate of its own')
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    learned, held_out = read_drawings()
    grounds = torch.from_numpy(np.load(DATA / 'scenes.npy')[:, ::2, ::2].copy()).permute(0, 3, 1, 2)
    print({name: len(part['labels']) for name, part in {'learned': learned, **held_out}.items()}, flush=True)

    path = RUNS / 'evaluation' / 'classifier.pt'
    network = taught_network(path) if options.resume else untaught_network()
    network = network.to(memory_format=torch.channels_last)
    early, body, head = parts_of(network)
    for parameter in early.parameters():
        parameter.requires_grad = False
    optimizer = torch.optim.AdamW([{'params': body, 'share': 0.5}, {'params': head, 'share': 3}], lr=options.rate, weight_decay=0.02)
    started, losses = time.time(), []
    # Each subject as often as any other, however many drawings it has.
    chance = 1 / torch.bincount(learned['labels'], minlength=len(NAMES)).float()[learned['labels']]
    for step in range(options.steps):
        done = max(step / options.steps, (time.time() - started) / 60 / options.minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group['lr'] = options.rate * group['share'] * min(1, (step + 1) / 50) * (1 - done)
        chosen = torch.multinomial(chance, options.batch)
        pictures = compose(learned['pictures'][chosen], grounds, learned['pictures'])
        network.train()
        early.eval()
        guess = network(pictures.contiguous(memory_format=torch.channels_last))
        loss = F.cross_entropy(guess, learned['labels'][chosen], label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step % 50 == 49:
            print(f'step {step + 1}, {time.time() - started:.0f} s, loss {np.mean(losses[-50:]):.3f}', flush=True)
    network.eval()
    accuracy = {name: measure(network, part, grounds) for name, part in held_out.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), path)
    path.with_suffix('.json').write_text(json.dumps({'learned': len(learned['labels']), 'subjects': len(NAMES), 'held_out': accuracy}, indent=1))
    print(json.dumps(accuracy, indent=1))


def parts_of(network):
    """Edges and textures are as photographs taught them, and most of the time goes there; the rest learns."""
    early = torch.nn.ModuleList([network._conv_stem, network._bn0, *network._blocks[:EARLY_BLOCKS]])
    known = {id(p) for p in early.parameters()}
    head = list(network._fc.parameters())
    known |= {id(p) for p in head}
    return early, [p for p in network.parameters() if id(p) not in known], head


def read_drawings():
    index = json.loads((DATA / 'drawings.json').read_text())
    subject = {label: NAMES.index(name) for name, labels in SUBJECTS.items() for label in labels}
    pack = np.load(DATA / 'drawings.npy', mmap_mode='r')

    def read(wanted):
        places = [i for i, item in enumerate(index['items']) if item['label'] in subject and wanted(item['set'])]
        half = np.stack([pack[i].reshape(STORED, 2, STORED, 2, 4).mean((1, 3)) for i in places]).astype(np.uint8)
        return {'pictures': torch.from_numpy(half).permute(0, 3, 1, 2), 'labels': torch.tensor([subject[index['items'][i]['label']] for i in places])}

    return read(lambda name: name not in HELD_OUT_SETS), {name: read(lambda other, name=name: other == name) for name in HELD_OUT_SETS}


def compose(drawings, grounds, others):
    """u8[B, 4, 128, 128], premultiplied -> f32[B, 3, SIDE, SIDE] in -1..1: placed, turned, recoloured and blurred by chance, on a ground by chance."""
    count = len(drawings)
    ink = placed(drawings, scale=torch.empty(count).uniform_(0.7, 1.05), wander=0.12)
    colour, alpha = hue_turned(ink[:, :3], ink[:, 3:]), ink[:, 3:]
    ground = random_grounds(count, grounds)
    # Another drawing peeps in from a side, as neighbours do in crops of a pair.
    neighbour = placed(others[torch.randint(len(others), (count,))], scale=torch.empty(count).uniform_(0.6, 1), wander=0, beside=True)
    neighbour = neighbour * (torch.rand(count, 1, 1, 1) < 0.2)
    ground = ground * (1 - neighbour[:, 3:]) + neighbour[:, :3]
    picture = colour + ground * (1 - alpha)
    soft = F.avg_pool2d(F.pad(picture, (1, 1, 1, 1), mode='replicate'), 3, 1)
    picture = torch.where(torch.rand(count, 1, 1, 1) < 0.4, soft, picture)
    picture = picture + torch.randn_like(picture) * 0.03 * torch.rand(count, 1, 1, 1)
    return picture.clamp(0, 1) * 2 - 1


def placed(drawings, *, scale, wander, beside=False):
    count = len(drawings)
    flip = torch.where(torch.rand(count) < 0.5, -1.0, 1.0)
    angle = torch.empty(count).uniform_(-0.15, 0.15)
    cos, sin = angle.cos() / scale, angle.sin() / scale
    x = torch.empty(count).uniform_(-1, 1) * wander
    y = torch.empty(count).uniform_(-1, 1) * wander
    if beside:
        x = torch.where(torch.rand(count) < 0.5, -1.0, 1.0) * torch.empty(count).uniform_(1.2, 1.7)
    theta = torch.stack([torch.stack([cos * flip, -sin * flip, -x * cos * flip], 1), torch.stack([sin, cos, -y / scale], 1)], 1)
    grid = F.affine_grid(theta, [count, 4, SIDE, SIDE], align_corners=False)
    return F.grid_sample(drawings.float() / 255, grid, align_corners=False).clamp(0, 1)


def hue_turned(colour, alpha):
    """Half of them keep their colours; the rest are turned in hue, and a few of those made gray, dark or pale as a prompt may ask."""
    count = len(colour)
    to_yiq = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
    y, i, q = torch.einsum('dc,bchw->bdhw', to_yiq, colour).unbind(1)
    angle = (torch.rand(count) * 2 * np.pi).view(-1, 1, 1)
    strength = torch.where(torch.rand(count) < 0.2, torch.zeros(count), torch.empty(count).uniform_(0.7, 1.3)).view(-1, 1, 1)
    turned_i, turned_q = (angle.cos() * i - angle.sin() * q) * strength, (angle.sin() * i + angle.cos() * q) * strength
    light = torch.empty(count).uniform_(0.5, 1.3).view(-1, 1, 1)
    turned = torch.einsum('dc,bchw->bdhw', torch.linalg.inv(to_yiq), torch.stack([y * light, turned_i, turned_q], 1))
    turned = turned.clamp(min=torch.zeros(()), max=alpha)
    return torch.where(torch.rand(count, 1, 1, 1) < 0.5, turned, colour)


def random_grounds(count, grounds):
    colours = torch.rand(count, 3, 1, 1).expand(-1, -1, SIDE, SIDE)
    kind = torch.rand(count, 1, 1, 1)
    corner = torch.randint(grounds.shape[2] - SIDE, (2,))
    scenes = grounds[torch.randint(len(grounds), (count,)), :, corner[0] : corner[0] + SIDE, corner[1] : corner[1] + SIDE].float() / 255
    return torch.where(kind < 0.35, torch.ones(()), torch.where(kind < 0.5, colours, scenes))


def measure(network, part, grounds) -> dict:
    """On white, and on a drawn scene in a colour of its own, once each by a fixed chance."""
    found = {}
    for name, white in (('on white', True), ('on scenes', False)):
        torch.manual_seed(2)
        ink = placed(part['pictures'], scale=torch.full((len(part['labels']),), 0.9), wander=0.05)
        ground = torch.ones(1, 3, 1, 1) if white else random_grounds(len(ink), grounds)
        pictures = ((ink[:, :3] + ground * (1 - ink[:, 3:])) * 255).byte().permute(0, 2, 3, 1).numpy()
        guess = classify(network, list(pictures)).argmax(1)
        found[name] = round(float((torch.from_numpy(guess) == part['labels']).float().mean()), 4)
        wrong = [f'{NAMES[label]} as {NAMES[g]}' for g, label in zip(guess, part['labels']) if g != label]
        found[f'{name}, wrong'] = sorted(wrong)
    return {'drawings': len(part['labels']), **found}


if __name__ == '__main__':
    main()
