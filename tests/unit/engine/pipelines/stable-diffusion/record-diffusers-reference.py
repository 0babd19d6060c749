# Writes a Stable-Diffusion folder with random weights, exported by torch, and the pictures diffusers itself draws with it.
# Nothing in the tests needs it: it is the check to repeat by hand when a pipeline or an exporter changes. Needs torch, diffusers,
# transformers, onnx and onnxscript.
#
#   python record-diffusers-reference.py <folder with CLIP's vocab.json and merges.txt> <new folder> [torchscript|dynamo]
#
# Draw with Tessera: prompt "a photo of a cat, highly detailed", negative "blurry", seed 7, 8 steps, guidance 7.5, 192x128 (dynamo:
# 128x128, its export is fixed to one size), each scheduler; then compare with reference-<scheduler>.png. With torch 2.15.0,
# diffusers 0.42.1 and transformers 5.23.0, all five schedulers and both exporters came out within 1 of 255 for every pixel.

import json
import shutil
import sys
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    PNDMScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

vocabulary, out = Path(sys.argv[1]), Path(sys.argv[2])
dynamo = sys.argv[3:] == ["dynamo"]
torch.manual_seed(0)

unet = UNet2DConditionModel(
    block_out_channels=(32, 64), layers_per_block=1, sample_size=16, cross_attention_dim=32, attention_head_dim=8,
    norm_num_groups=16, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
).eval()
vae = AutoencoderKL(
    block_out_channels=[16, 16, 32, 32], latent_channels=4, norm_num_groups=8, scaling_factor=0.18215,
    down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
).eval()
text_encoder = CLIPTextModel(
    CLIPTextConfig(hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=3, vocab_size=49408)
).eval()
tokenizer = CLIPTokenizer(str(vocabulary / "vocab.json"), str(vocabulary / "merges.txt"), model_max_length=77)
scheduler = PNDMScheduler(
    beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1, skip_prk_steps=True, set_alpha_to_one=False
)
StableDiffusionPipeline(
    vae=vae, text_encoder=text_encoder, tokenizer=tokenizer, unet=unet, scheduler=scheduler,
    safety_checker=None, feature_extractor=None, requires_safety_checker=False,
).save_pretrained(out / "torch")

for name in ("scheduler", "tokenizer"):
    shutil.copytree(out / "torch" / name, out / name)
shutil.copy(out / "torch" / "model_index.json", out)
for source, target in (("unet", "unet"), ("text_encoder", "text_encoder"), ("vae", "vae_decoder")):
    (out / target).mkdir()
    shutil.copy(out / "torch" / source / "config.json", out / target)


class Called(torch.nn.Module):
    """A model with the arguments and results its graph is to have."""

    def __init__(self, model, call):
        super().__init__()
        self.model = model
        self.call = call

    def forward(self, *arguments):
        return self.call(self.model, *arguments)


def encode(model, input_ids):
    result = model(input_ids=input_ids)
    return result.last_hidden_state, result.pooler_output


def denoise(model, sample, timestep, encoder_hidden_states):
    return model(sample, timestep, encoder_hidden_states, return_dict=False)[0]


def decode(model, latent_sample):
    return model.decode(latent_sample, return_dict=False)[0]


def export(module, arguments, folder, inputs, outputs, axes):
    how = {"dynamo": True, "external_data": True} if dynamo else {"dynamo": False, "opset_version": 17, "dynamic_axes": axes}
    torch.onnx.export(module, arguments, str(out / folder / "model.onnx"), input_names=inputs, output_names=outputs, **how)


plane = {0: "batch", 2: "height", 3: "width"}
with torch.no_grad():
    ids = torch.zeros(1, 77, dtype=torch.int32)
    export(Called(text_encoder, encode), (ids,), "text_encoder", ["input_ids"], ["last_hidden_state", "pooler_output"], {"input_ids": {0: "batch", 1: "sequence"}})
    batch, timestep = (1, torch.tensor([1])) if dynamo else (2, torch.tensor(1.0))
    export(
        Called(unet, denoise), (torch.randn(batch, 4, 16, 16), timestep, torch.randn(batch, 77, 32)), "unet",
        ["sample", "timestep", "encoder_hidden_states"], ["out_sample"],
        {"sample": plane, "encoder_hidden_states": {0: "batch", 1: "sequence"}},
    )
    export(Called(vae, decode), (torch.randn(1, 4, 16, 16),), "vae_decoder", ["latent_sample"], ["sample"], {"latent_sample": plane})

# From the saved file and not from the object: diffusers remembers which values nobody set, and drops those between classes.
config = json.loads((out / "scheduler" / "scheduler_config.json").read_text())
pipeline = StableDiffusionPipeline.from_pretrained(out / "torch", safety_checker=None)
schedulers = {
    "ddim": (DDIMScheduler, {"clip_sample": False}),
    "euler": (EulerDiscreteScheduler, {}),
    "euler-ancestral": (EulerAncestralDiscreteScheduler, {}),
    "dpmpp-2m": (DPMSolverMultistepScheduler, {}),
    "dpmpp-2m-karras": (DPMSolverMultistepScheduler, {"use_karras_sigmas": True}),
}
for name, (kind, changes) in schedulers.items():
    pipeline.scheduler = kind.from_config({**config, **changes})
    picture = pipeline(
        "a photo of a cat, highly detailed", negative_prompt="blurry", width=128 if dynamo else 192, height=128,
        num_inference_steps=8, guidance_scale=7.5, generator=torch.Generator("cpu").manual_seed(7),
    ).images[0]
    picture.save(out / f"reference-{name}.png")
