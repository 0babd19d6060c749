"""Records goldens.json from the reference implementation: run `python record-goldens.py` with torch, scipy and diffusers installed.

One image of 3x8x8; everything random comes from one CPU generator in the order a pipeline draws it. The stand-in model is
0.3 * x + 0.0001 * t. The versions used are written into the file.
"""

import json
import math
import pathlib

import diffusers
import torch

SCALED = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
LEADING = {**SCALED, "timestep_spacing": "leading", "steps_offset": 1}
TRAILING = {**SCALED, "timestep_spacing": "trailing"}
V = {"prediction_type": "v_prediction"}
ZERO_SNR = {**TRAILING, **V, "rescale_betas_zero_snr": True}
COSINE = {"beta_schedule": "squaredcos_cap_v2"}
FLUX = {"use_dynamic_shifting": True, "shift": 3.0}

CASES = [
    ("ddim", "stable diffusion 1.5", {**LEADING, "clip_sample": False, "set_alpha_to_one": False}, {}),
    ("ddim", "trailing, 16 steps with halves to round", {**TRAILING, "clip_sample": False}, {"steps": 16}),
    ("ddim", "linspace", {**SCALED, "timestep_spacing": "linspace", "clip_sample": False}, {}),
    ("ddim", "zero terminal SNR", {**ZERO_SNR, "clip_sample": False}, {}),
    ("ddim", "sample prediction, clipped to 0.4", {**SCALED, "prediction_type": "sample", "clip_sample_range": 0.4}, {}),
    ("ddim", "thresholding", {**SCALED, "thresholding": True, "sample_max_value": 1.5, "dynamic_thresholding_ratio": 0.9}, {}),
    ("ddim", "cosine betas", {**COSINE, "clip_sample": False}, {"steps": 7}),
    ("ddim", "image to image", {**LEADING, "clip_sample": False}, {"start": 6}),
    ("euler", "sdxl", LEADING, {"steps": 25}),
    ("euler", "trailing, one step (sd-turbo)", TRAILING, {"steps": 1}),
    ("euler", "karras", {**SCALED, "use_karras_sigmas": True}, {}),
    ("euler", "karras with bounds", {**SCALED, "use_karras_sigmas": True, "sigma_min": 0.02, "sigma_max": 20.0}, {}),
    ("euler", "exponential", {**SCALED, "use_exponential_sigmas": True}, {}),
    ("euler", "beta", {**SCALED, "use_beta_sigmas": True}, {}),
    ("euler", "zero terminal SNR", ZERO_SNR, {}),
    ("euler", "continuous v", {**SCALED, **V, "timestep_type": "continuous"}, {}),
    ("euler", "log linear, final sigma_min", {**SCALED, "interpolation_type": "log_linear", "final_sigmas_type": "sigma_min"}, {}),
    ("euler", "sample prediction", {**SCALED, "prediction_type": "sample"}, {}),
    ("euler", "image to image", LEADING, {"start": 4}),
    ("euler-ancestral", "sdxl-turbo, four steps", TRAILING, {"steps": 4}),
    ("euler-ancestral", "leading", LEADING, {}),
    ("euler-ancestral", "zero terminal SNR", ZERO_SNR, {}),
    ("dpmpp-2m", "2M", SCALED, {"steps": 20}),
    ("dpmpp-2m", "leading, short run", LEADING, {"steps": 8}),
    ("dpmpp-2m", "trailing", TRAILING, {"steps": 16}),
    ("dpmpp-2m", "heun", {**SCALED, "solver_type": "heun"}, {"steps": 20}),
    ("dpmpp-2m", "order one", {**SCALED, "solver_order": 1}, {"steps": 20}),
    ("dpmpp-2m", "order three", {**SCALED, "solver_order": 3}, {"steps": 20}),
    ("dpmpp-2m", "order three, short run", {**SCALED, "solver_order": 3, "final_sigmas_type": "sigma_min"}, {"steps": 9}),
    ("dpmpp-2m", "euler at final", {**SCALED, "euler_at_final": True, "final_sigmas_type": "sigma_min"}, {"steps": 20}),
    ("dpmpp-2m", "karras", {**SCALED, "use_karras_sigmas": True}, {"steps": 20}),
    ("dpmpp-2m", "exponential", {**SCALED, "use_exponential_sigmas": True}, {"steps": 20}),
    ("dpmpp-2m", "beta", {**SCALED, "use_beta_sigmas": True}, {"steps": 20}),
    ("dpmpp-2m", "lu", {**SCALED, "use_lu_lambdas": True}, {"steps": 20}),
    ("dpmpp-2m", "flow (sana)", {"use_flow_sigmas": True, "prediction_type": "flow_prediction", "flow_shift": 3.0}, {"steps": 20}),
    ("dpmpp-2m", "cosine betas, clipped lambda", {**COSINE, "lambda_min_clipped": -5.1}, {"steps": 20}),
    ("dpmpp-2m", "cosine betas, clipped lambda, trailing", {**COSINE, "lambda_min_clipped": -5.1, "timestep_spacing": "trailing"}, {"steps": 20}),
    ("dpmpp-2m", "cosine betas, karras", {**COSINE, "use_karras_sigmas": True}, {"steps": 20}),
    ("dpmpp-2m", "zero terminal SNR", ZERO_SNR, {"steps": 20}),
    ("dpmpp-2m", "sample prediction, thresholding", {**SCALED, "prediction_type": "sample", "thresholding": True, "dynamic_thresholding_ratio": 0.8}, {"steps": 20}),
    ("dpmpp-2m", "stochastic", {**SCALED, "algorithm_type": "sde-dpmsolver++"}, {"steps": 20}),
    ("dpmpp-2m", "stochastic heun", {**SCALED, "algorithm_type": "sde-dpmsolver++", "solver_type": "heun"}, {"steps": 20}),
    ("dpmpp-2m", "stochastic order one", {**SCALED, "algorithm_type": "sde-dpmsolver++", "solver_order": 1}, {"steps": 20}),
    ("dpmpp-2m", "image to image", SCALED, {"steps": 20, "start": 13}),
    ("lcm", "dreamshaper", {}, {"steps": 4}),
    ("lcm", "v, 100 original steps, scaling 5", {**V, "original_inference_steps": 100, "timestep_scaling": 5.0}, {"steps": 7}),
    ("lcm", "sample prediction, clipped", {"prediction_type": "sample", "clip_sample": True, "clip_sample_range": 0.5}, {"steps": 3}),
    ("lcm", "image to image", {}, {"steps": 8, "start": 3}),
    ("flow-match-euler", "shift 1", {}, {"steps": 4}),
    ("flow-match-euler", "sd3", {"shift": 3.0}, {"steps": 28}),
    ("flow-match-euler", "flux dev at 1024", FLUX, {"steps": 20, "imageSeqLen": 4096, "ownSigmas": True}),
    ("flow-match-euler", "flux dev at 512", FLUX, {"steps": 5, "imageSeqLen": 1024, "ownSigmas": True}),
    ("flow-match-euler", "linear time shift", {**FLUX, "time_shift_type": "linear"}, {"steps": 5, "imageSeqLen": 1024}),
    ("flow-match-euler", "terminal", {**FLUX, "shift_terminal": 0.1}, {"steps": 5, "imageSeqLen": 1024, "ownSigmas": True}),
    ("flow-match-euler", "stochastic", {"shift": 3.0, "stochastic_sampling": True}, {"steps": 5}),
    ("flow-match-euler", "karras", {"shift": 3.0, "use_karras_sigmas": True}, {"steps": 5}),
    ("flow-match-euler", "exponential", {"shift": 3.0, "use_exponential_sigmas": True}, {"steps": 5}),
    ("flow-match-euler", "beta", {"shift": 3.0, "use_beta_sigmas": True}, {"steps": 5}),
    ("flow-match-euler", "image to image", {"shift": 3.0}, {"steps": 10, "start": 6}),
]

CLASSES = {
    "ddim": diffusers.DDIMScheduler,
    "euler": diffusers.EulerDiscreteScheduler,
    "euler-ancestral": diffusers.EulerAncestralDiscreteScheduler,
    "dpmpp-2m": diffusers.DPMSolverMultistepScheduler,
    "lcm": diffusers.LCMScheduler,
    "flow-match-euler": diffusers.FlowMatchEulerDiscreteScheduler,
}
SEED = 7
SHAPE = (1, 3, 8, 8)
PICKED = [0, 37, 74, 111, 148, 191]


def flow_shift(length):
    slope = (1.15 - 0.5) / (4096 - 256)
    return length * slope + 0.5 - slope * 256


def record(name, title, config, run):
    steps, start = run.get("steps", 10), run.get("start", 0)
    scheduler = CLASSES[name](**config)
    extra = {}
    if "imageSeqLen" in run:
        extra["mu"] = flow_shift(run["imageSeqLen"])
    if run.get("ownSigmas"):
        extra["sigmas"] = [1 - i * (1 - 1 / steps) / (steps - 1) for i in range(steps)]
    scheduler.set_timesteps(steps, **extra)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start)

    generator = torch.Generator().manual_seed(SEED)
    sample = torch.randn(SHAPE, generator=generator)
    if start > 0:
        noise = torch.randn(SHAPE, generator=generator)
        add = scheduler.scale_noise if name == "flow-match-euler" else None
        at = scheduler.timesteps[start : start + 1]
        sample = add(sample, at, noise) if add else scheduler.add_noise(sample, noise, at)
    else:
        sample = sample * getattr(scheduler, "init_noise_sigma", 1.0)

    for timestep in scheduler.timesteps[start:]:
        model_input = sample if name == "flow-match-euler" else scheduler.scale_model_input(sample, timestep)
        output = model_input * 0.3 + timestep * 0.0001
        arguments = {} if name == "ddim" else {"generator": generator}
        sample = scheduler.step(output, timestep, sample, **arguments).prev_sample

    values = sample.flatten()
    return {
        "scheduler": name,
        "title": title,
        "config": config,
        "run": {"steps": steps, "start": start, **{k: v for k, v in run.items() if k in ("imageSeqLen", "ownSigmas")}},
        "timesteps": [round(float(t), 6) for t in scheduler.timesteps],
        "initNoiseSigma": float(getattr(scheduler, "init_noise_sigma", 1.0)),
        "absoluteSum": float(values.abs().double().sum()),
        "picked": [float(values[i]) for i in PICKED],
    }


def main():
    cases = [record(*case) for case in CASES]
    assert all(math.isfinite(case["absoluteSum"]) for case in cases)
    recorded = {"diffusers": diffusers.__version__, "torch": torch.__version__, "seed": SEED, "picked": PICKED, "cases": cases}
    path = pathlib.Path(__file__).with_name("goldens.json")
    path.write_text(json.dumps(recorded, indent=2) + "\n")


main()
