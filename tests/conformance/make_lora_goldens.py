# Records what diffusers draws with random LoRAs on the tiny models: loras/*.safetensors and goldens/lora-*.
#
#   HF_HUB_OFFLINE=1 python make_lora_goldens.py <working folder of make_models.py>        (requirements.txt)

import json
import re
import sys
from pathlib import Path

import diffusers
import peft
import torch
import transformers
from diffusers import DiffusionPipeline
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file

from make_goldens import case, latents_of, picture_of
from scheduler_choices import scheduler

HERE = Path(__file__).parent
RANK, ALPHA, STRENGTH = 4, 2.0, 0.7
# Attention and feed-forward as most trainers choose, and convolutions of 3x3 and 1x1 as LoCon adds them.
LAYERS = r".*(to_q|to_k|to_v|to_out\.0|ff\.net\.0\.proj|ff\.net\.2|resnets\.\d\.conv1|conv_shortcut|proj_in|time_emb_proj)"
WORDS = r".*(q_proj|k_proj|v_proj|out_proj|fc1|fc2)"


def add_lora(module, targets, seed, name="a"):
    module.add_adapter(LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=targets, init_lora_weights="gaussian"), adapter_name=name)
    generator = torch.Generator().manual_seed(seed)
    state = {key: torch.randn(tensor.shape, generator=generator) * 0.2 for key, tensor in get_peft_model_state_dict(module, adapter_name=name).items()}
    peft.set_peft_model_state_dict(module, state, adapter_name=name)
    return state


def parts_of(pipeline):
    names = ["unet", "text_encoder"] + (["text_encoder_2"] if hasattr(pipeline, "text_encoder_2") else [])
    return {name: getattr(pipeline, name) for name in names}


def as_kohya(states, original_blocks):
    """kohya's names, with an alpha beside each pair; SDXL's trainers number the blocks through as the original code does."""
    tensors = {}
    prefixes = {"unet": "lora_unet_", "text_encoder": "lora_te1_" if "text_encoder_2" in states else "lora_te_", "text_encoder_2": "lora_te2_"}
    for part, state in states.items():
        for key, tensor in state.items():
            layer, end = re.fullmatch(r"(?:base_model\.model\.)?(.+)\.(lora_[AB])\.weight", key).groups()
            flat = layer.replace(".", "_")
            if part != "unet" and not flat.startswith("text_model_"):
                # Later versions of transformers left this level out; files in circulation have it.
                flat = "text_model_" + flat
            if part == "unet" and original_blocks:
                flat = original_name(layer)
            stem = prefixes[part] + flat
            tensors[f"{stem}.{'lora_down' if end == 'lora_A' else 'lora_up'}.weight"] = tensor.contiguous()
            tensors[f"{stem}.alpha"] = torch.tensor(ALPHA)
    return tensors


def original_name(layer):
    inner = {"conv1": "in_layers_2", "conv2": "out_layers_3", "time_emb_proj": "emb_layers_1", "conv_shortcut": "skip_connection"}
    found = re.fullmatch(r"(down|up)_blocks\.(\d)\.(resnets|attentions)\.(\d)\.(.+)", layer)
    if found:
        direction, block, kind, place, rest = found.groups()
        number = int(block) * 3 + int(place) + (direction == "down")
        name = inner[rest] if kind == "resnets" else rest.replace(".", "_")
        return f"{'input' if direction == 'down' else 'output'}_blocks_{number}_{0 if kind == 'resnets' else 1}_{name}"
    kind, place, rest = re.fullmatch(r"mid_block\.(resnets|attentions)\.(\d)\.(.+)", layer).groups()
    if kind == "attentions":
        return f"middle_block_1_{rest.replace('.', '_')}"
    return f"middle_block_{0 if place == '0' else 2}_{inner[rest]}"


def record(base, work):
    pipeline = DiffusionPipeline.from_pretrained(work / base)
    pipeline.set_progress_bar_config(disable=True)
    config = json.loads((work / base / "scheduler" / "scheduler_config.json").read_text())
    pipeline.scheduler = scheduler("ddim", config, None)
    one = case("ddim", steps=4)
    plain = latents_of(pipeline, one)
    states = {name: add_lora(module, LAYERS if name == "unet" else WORDS, seed) for seed, (name, module) in enumerate(parts_of(pipeline).items(), 1)}
    for module in parts_of(pipeline).values():
        module.set_adapter("a")
        for layer in module.modules():
            if hasattr(layer, "scaling"):
                layer.scaling["a"] = STRENGTH * ALPHA / RANK
    latents = latents_of(pipeline, one)
    moved = (latents - plain).abs().max().item()
    print(f"{base}: the LoRA moves the latents by {moved:.3f}")
    assert moved > 0.05 and latents.isfinite().all()

    (HERE / "loras").mkdir(exist_ok=True)
    flat = {f"{part}.{key}": tensor.contiguous() for part, state in states.items() for key, tensor in state.items()}
    note = {part: {"r": RANK, "lora_alpha": ALPHA} for part in states}
    save_file(flat, HERE / "loras" / f"{base}-peft.safetensors", metadata={"lora_adapter_metadata": json.dumps(note), "format": "pt"})
    save_file(as_kohya(states, original_blocks=base == "sdxl"), HERE / "loras" / f"{base}-kohya.safetensors", metadata={"ss_network_dim": str(RANK)})
    tensors = {"0.latents": latents, "0.picture": picture_of(pipeline, latents)}
    save_file(tensors, HERE / "goldens" / f"lora-{base}.safetensors")
    versions = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__, "transformers": transformers.__version__, "peft": peft.__version__}
    (HERE / "goldens" / f"lora-{base}.json").write_text(json.dumps({"versions": versions, "cases": [one]}, indent=1) + "\n")


if __name__ == "__main__":
    for base in ("sd1", "sdxl"):
        record(base, Path(sys.argv[1]))
