# Records what diffusers draws from a picture with the tiny models: goldens/pictures-<model>.safetensors and .json.
#
#   HF_HUB_OFFLINE=1 python make_picture_goldens.py <working folder of make_models.py>        (requirements.txt)

import json
import sys
from pathlib import Path

import diffusers
import numpy
import torch
import transformers
from diffusers import (
    DiffusionPipeline,
    FluxImg2ImgPipeline,
    FluxInpaintPipeline,
    LatentConsistencyModelImg2ImgPipeline,
    StableDiffusion3Img2ImgPipeline,
    StableDiffusion3InpaintPipeline,
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInpaintPipeline,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLInpaintPipeline,
)
from PIL import Image
from safetensors.torch import save_file

from make_goldens import BETA_SCHEDULERS, MOVES, NEGATIVE, PROMPT, picture_of
from scheduler_choices import scheduler

HERE = Path(__file__).parent
WIDTH, HEIGHT = 96, 64


def source() -> Image.Image:
    """Slopes, stripes and noise, so that an encoder has something to say everywhere."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    noise = numpy.random.RandomState(3).randint(0, 40, (HEIGHT, WIDTH, 3))
    planes = numpy.stack([x * 2, y * 3, (x // 12 + y // 8) % 2 * 180], axis=-1) + noise
    return Image.fromarray(planes.clip(0, 255).astype(numpy.uint8))


def mask() -> Image.Image:
    """White where it is painted anew; made of whole latent places."""
    area = numpy.zeros((HEIGHT, WIDTH), numpy.uint8)
    area[16:48, 24:80] = 255
    area[16:32, 24:40] = 0
    return Image.fromarray(area)


def case(name, strength, masked=False, **choices):
    defaults = {"prompt": PROMPT, "negative": NEGATIVE, "seed": 7, "steps": 8, "guidance": 4.0, "width": WIDTH, "height": HEIGHT, "sigmas": None}
    return {"scheduler": name, **defaults, "strength": strength, "masked": masked, **choices}


def cases_of(model):
    few = ["ddim", "euler-ancestral", "dpmpp-2m-karras", "heun"]
    if model == "sd1":
        return [
            *(case(name, 0.6) for name in BETA_SCHEDULERS), case("euler", 1.0), case("ddim", 0.3, steps=10, guidance=1.0, negative=""),
            # KDPM2 asks the model half-way of a step, where diffusers puts what is kept back at the noise level of the step's end; we do at
            # the level the model is told.
            *(case(name, 0.6, True) for name in BETA_SCHEDULERS if name != "kdpm2"), *(case(name, 1.0, True) for name in few),
        ]
    if model == "lcm":
        # diffusers has no inpainting for consistency models.
        return [case("lcm", strength, steps=4, negative="", guidance=8.5) for strength in (0.5, 1.0)]
    if model in ("sd3", "flux", "flux-dev"):
        # Half of nine steps shows that here diffusers rounds up.
        own = {"sd3": {"guidance": 7.0}, "flux": {"negative": "", "guidance": 0.0}, "flux-dev": {"negative": "", "guidance": 3.5}}[model]
        shares = [(0.5, 9, False), (0.6, 5, True), (1.0, 4, True)] if model != "flux-dev" else [(0.6, 5, False), (0.6, 5, True)]
        return [case("flow-match-euler", strength, masked, steps=steps, **own) for strength, steps, masked in shares]
    if model == "sdxl":
        return [*(case(name, 0.6) for name in few), *(case(name, strength, True) for name in few for strength in (0.6, 1.0))]
    return [case(name, strength, True) for name in few for strength in (0.6, 1.0)]


def kinds_of(model):
    if model == "lcm":
        return [(False, LatentConsistencyModelImg2ImgPipeline, {"requires_safety_checker": False})]
    if model == "sd3":
        return [(False, StableDiffusion3Img2ImgPipeline, {}), (True, StableDiffusion3InpaintPipeline, {})]
    if model.startswith("flux"):
        return [(False, FluxImg2ImgPipeline, {}), (True, FluxInpaintPipeline, {})]
    if model == "sdxl":
        plain = {"add_watermarker": False}
        return [(False, StableDiffusionXLImg2ImgPipeline, plain), (True, StableDiffusionXLInpaintPipeline, plain)]
    plain = {"requires_safety_checker": False}
    return [(False, StableDiffusionImg2ImgPipeline, plain), (True, StableDiffusionInpaintPipeline, plain)]


def draw(pipelines, one, **changes):
    pipeline = pipelines[one["masked"]]
    given = {
        "prompt": one["prompt"], "negative_prompt": one["negative"] or None, "num_inference_steps": one["steps"], "strength": one["strength"],
        "guidance_scale": one["guidance"], "generator": torch.Generator("cpu").manual_seed(one["seed"]), "image": source(), "output_type": "latent",
    }
    kind = type(pipeline).__name__
    if one["masked"]:
        given |= {"mask_image": mask()}
    if one["masked"] or kind in ("StableDiffusion3Img2ImgPipeline", "FluxImg2ImgPipeline"):
        given |= {"width": WIDTH, "height": HEIGHT}
    if kind == "LatentConsistencyModelImg2ImgPipeline" or kind.startswith("Flux"):
        del given["negative_prompt"]
    if kind.startswith("Flux"):
        # As the makers of the distilled model prescribe.
        given["max_sequence_length"] = 512 if pipeline.transformer.config.guidance_embeds else 256
    latents = pipeline(**{**given, **changes}).images
    if kind.startswith("Flux"):
        latents = pipeline._unpack_latents(latents, HEIGHT, WIDTH, pipeline.vae_scale_factor)
    return latents[0].float().contiguous()


def record(model, work):
    loaded = DiffusionPipeline.from_pretrained(work / model)
    parts = loaded.components
    pipelines = {masked: kind(**parts, **more) for masked, kind, more in kinds_of(model)}
    config = json.loads((work / model / "scheduler" / "scheduler_config.json").read_text())
    cases = cases_of(model)
    tensors = {"source": torch.from_numpy(numpy.array(source())), "mask": torch.from_numpy(numpy.array(mask()))}
    for index, one in enumerate(cases):
        for pipeline in pipelines.values():
            pipeline.set_progress_bar_config(disable=True)
            pipeline.scheduler = scheduler(one["scheduler"], config, one["sigmas"])
        latents = draw(pipelines, one)
        assert latents.isfinite().all(), one
        tensors[f"{index}.latents"], tensors[f"{index}.picture"] = latents, picture_of(loaded, latents)
        flipped = draw(pipelines, one, image=source().transpose(Image.Transpose.FLIP_LEFT_RIGHT))
        moved = (flipped - latents).abs().max().item()
        print(f"  {one['scheduler']} {one['strength']} {'masked' if one['masked'] else ''}: another picture moves the latents by {moved:.2f}")
        assert moved > MOVES, one
    save_file(tensors, HERE / "goldens" / f"pictures-{model}.safetensors")
    versions = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__, "transformers": transformers.__version__}
    content = json.dumps({"versions": versions, "cases": cases}, indent=1, ensure_ascii=False)
    (HERE / "goldens" / f"pictures-{model}.json").write_text(content + "\n")


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    for model in sys.argv[2:] or ["sd1", "sdxl", "sd1-inpainting", "sd3", "flux", "flux-dev", "lcm"]:
        print(model)
        record(model, Path(sys.argv[1]))
