# Records what diffusers draws with the tiny models: latents and picture of every case, as goldens/<variant>.safetensors and .json.
#
#   HF_HUB_OFFLINE=1 python make_goldens.py <working folder of make_models.py> [variant ...]        (requirements.txt)

import json
import sys
from pathlib import Path

import diffusers
import numpy
import torch
import transformers
from diffusers import DiffusionPipeline, StableDiffusionPipeline, TCDScheduler
from safetensors.torch import save_file

from scheduler_choices import scheduler

HERE = Path(__file__).parent
# Without parentheses, which weigh words here and mean nothing to diffusers.
PROMPT, NEGATIVE = "a photo of a red fox, été! highly detailed", "blurry, low quality"
# Twenty times what the engine may differ by: what moves the latents by less could be wrong unnoticed.
MOVES = 0.02
BETA_SCHEDULERS = [
    "ddim", "ddpm", "pndm", "lms", "euler", "euler-ancestral", "heun", "kdpm2", "kdpm2-ancestral", "dpmpp-2m", "dpmpp-2m-karras",
    "dpmpp-2m-sde", "dpmpp-2s", "unipc", "deis",
]
# Those whose noise levels can be spaced anew.
RESPACED = ["lms", "euler", "heun", "kdpm2", "kdpm2-ancestral", "dpmpp-2m", "dpmpp-2m-sde", "dpmpp-2s", "unipc", "deis"]
# The others start from less noise than a model of zero terminal SNR was trained to start from, and are not offered for it.
ZERO_SNR_SCHEDULERS = ["ddim", "ddpm", "euler", "euler-ancestral", "dpmpp-2m", "dpmpp-2m-karras", "dpmpp-2m-sde", "unipc"]


def case(name, **choices):
    defaults = {"prompt": PROMPT, "negative": NEGATIVE, "seed": 7, "steps": 6, "guidance": 4.0, "width": 96, "height": 64, "sigmas": None}
    return {"scheduler": name, **defaults, **choices}


def cases_of(variant: str):
    guided = [case(name) for name in BETA_SCHEDULERS]
    if variant == "sd2-zero-snr":
        return [case(name) for name in ZERO_SNR_SCHEDULERS]
    if variant == "sd1":
        sigmas = [case(name, sigmas=kind) for name in RESPACED for kind in ("karras", "exponential", "beta")]
        return [*guided, *sigmas, case("ddim", guidance=1.0, negative="", seed=4294967295, steps=8, width=64, height=128)]
    if variant in ("sd-turbo", "sdxl-turbo"):
        quick = [case(name, negative="", guidance=0.0, steps=4) for name in BETA_SCHEDULERS]
        own = "euler" if variant == "sd-turbo" else "euler-ancestral"
        return [*quick, *(case(own, negative="", guidance=0.0, steps=steps) for steps in (1, 2))]
    if variant == "lcm":
        few = [("lcm", 8.5, 4), ("lcm", 1.0, 1), ("lcm", 4.0, 8), ("tcd", 8.5, 4)]
        return [case(name, negative="", guidance=guidance, steps=steps) for name, guidance, steps in few]
    if variant == "sdxl":
        return [*guided, case("euler", negative=""), case("euler", negative="", guidance=1.0, width=64, height=128)]
    if variant.startswith("sd3"):
        spread = [case("flow-match-euler", guidance=7.0, sigmas=kind) for kind in ("karras", "exponential", "beta") if variant == "sd3"]
        return [case("flow-match-euler", guidance=7.0), *spread, case("flow-match-euler", negative="", guidance=1.0, steps=4, width=64, height=96)]
    if variant == "flux-dev":
        return [case("flow-match-euler", negative="", guidance=guidance, steps=4) for guidance in (3.5, 1.0)]
    if variant.startswith("flux"):
        return [case("flow-match-euler", negative="", guidance=0.0, steps=steps, width=width) for steps, width in ((4, 96), (1, 64))]
    return guided


def arguments(pipeline, one):
    kind = type(pipeline).__name__
    given = {
        "prompt": one["prompt"], "num_inference_steps": one["steps"], "guidance_scale": one["guidance"], "width": one["width"],
        "height": one["height"], "generator": torch.Generator("cpu").manual_seed(one["seed"]),
    }
    # Tessera takes an empty negative prompt for an absent one; only for SDXL is that not the same.
    if kind not in ("LatentConsistencyModelPipeline", "FluxPipeline"):
        given["negative_prompt"] = one["negative"] or None
    if kind == "FluxPipeline":
        # As the makers of the distilled model prescribe.
        given["max_sequence_length"] = 512 if pipeline.transformer.config.guidance_embeds else 256
    if isinstance(pipeline.scheduler, TCDScheduler):
        # What its authors recommend; the pipeline's own default is that of DDIM.
        given["eta"] = 0.3
    return given


def latents_of(pipeline, one, **changes):
    latents = pipeline(**{**arguments(pipeline, one), **changes}, output_type="latent").images
    if latents.ndim == 3:
        latents = pipeline._unpack_latents(latents, one["height"], one["width"], pipeline.vae_scale_factor)
    return latents[0].float().contiguous()


def picture_of(pipeline, latents):
    """As every pipeline ends."""
    config = pipeline.vae.config
    with torch.no_grad():
        pixels = pipeline.vae.decode(latents[None] / config.scaling_factor + (config.shift_factor or 0), return_dict=False)[0]
    pixels = pipeline.image_processor.postprocess(pixels, output_type="np")[0]
    return torch.from_numpy((pixels * 255).round().astype(numpy.uint8)).contiguous()


def check_that_everything_matters(pipeline, one, latents):
    kind = type(pipeline).__name__
    changes = [{"prompt": "a photo of a red box"}]
    if one["negative"]:
        changes += [{"negative_prompt": "sharp"}, {"guidance_scale": one["guidance"] + 0.5}]
    if kind == "LatentConsistencyModelPipeline" or (kind == "FluxPipeline" and pipeline.transformer.config.guidance_embeds):
        changes.append({"guidance_scale": one["guidance"] + 0.5})
    if kind == "StableDiffusionXLPipeline":
        changes += [{"original_size": (96, 64)}, {"target_size": (96, 64)}, {"crops_coords_top_left": (0, 8)}]
    if hasattr(pipeline, "text_encoder_2"):
        changes.append({"prompt_2": "a photo of a red box"})
    if getattr(pipeline, "text_encoder_3", None) is not None:
        changes.append({"prompt_3": "a photo of a red box"})
    if kind in ("StableDiffusion3Pipeline", "StableDiffusionXLPipeline", "FluxPipeline"):
        given = pipeline.encode_prompt(one["prompt"], one["prompt"], **({"prompt_3": one["prompt"]} if kind == "StableDiffusion3Pipeline" else {}))
        if kind == "FluxPipeline":
            words = {"prompt_embeds": given[0][:, : arguments(pipeline, one)["max_sequence_length"]], "pooled_prompt_embeds": given[1]}
        else:
            words = dict(zip(("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds"), given))
        pooled = {"pooled_prompt_embeds": words["pooled_prompt_embeds"].flip(-1)}
        without = {"prompt": None} | ({} if kind == "FluxPipeline" else {"negative_prompt": None})
        base = latents_of(pipeline, one, **without, **words)
        moved(base, latents_of(pipeline, one, **without, **{**words, **pooled}), "the pooled words")
    for change in changes:
        moved(latents, latents_of(pipeline, one, **change), change)


def moved(before, after, what):
    distance = (before - after).abs().max().item()
    print(f"    {what} moves the latents by {distance:.3f}")
    assert distance > MOVES, f"{what} hardly matters: the goldens would not notice it wrong"


def record(variant, work):
    torch_folder = work / variant.get("weights", variant["base"])
    missing = {part: None for part in variant.get("without", [])}
    loaded = pipeline = DiffusionPipeline.from_pretrained(torch_folder, **missing)
    pipeline.set_progress_bar_config(disable=True)
    own = variant.get("files", {}).get("scheduler/scheduler_config.json")
    # From the saved file and not from the object: diffusers remembers which values nobody set, and drops those between classes.
    config = own or json.loads((torch_folder / "scheduler" / "scheduler_config.json").read_text())
    cases, tensors = cases_of(variant["name"]), {}
    for index, one in enumerate(cases):
        pipeline.scheduler = scheduler(one["scheduler"], config, one["sigmas"])
        if one["scheduler"] == "tcd":
            # The pipeline for consistency models cannot tell this sampler its eta; the plain one can.
            pipeline = StableDiffusionPipeline(**pipeline.components, requires_safety_checker=False)
            pipeline.set_progress_bar_config(disable=True)
        tensors[f"{index}.latents"] = latents_of(pipeline, one)
        tensors[f"{index}.picture"] = picture_of(pipeline, tensors[f"{index}.latents"])
        latents, picture = tensors[f"{index}.latents"], tensors[f"{index}.picture"].float()
        assert latents.isfinite().all(), one
        assert picture.std() > 10, f"{one}: a picture this even shows no mistakes"
        print(f"  {one['scheduler']}: latents up to {latents.abs().max():.2f}, pixels {picture.mean():.0f} +- {picture.std():.0f}")
    pipeline = loaded
    pipeline.scheduler = scheduler(cases[0]["scheduler"], config)
    check_that_everything_matters(pipeline, cases[0], tensors["0.latents"])
    goldens = HERE / "goldens"
    goldens.mkdir(exist_ok=True)
    save_file(tensors, goldens / f"{variant['name']}.safetensors")
    versions = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__, "transformers": transformers.__version__}
    (goldens / f"{variant['name']}.json").write_text(json.dumps({"versions": versions, "cases": cases}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    wanted = sys.argv[2:]
    for variant in json.loads((HERE / "variants.json").read_text()):
        if not wanted or variant["name"] in wanted:
            print(variant["name"])
            record(variant, Path(sys.argv[1]))
