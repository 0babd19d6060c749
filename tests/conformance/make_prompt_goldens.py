# Records what the tiny models draw from weighted and long prompts: goldens/prompts-<model>.safetensors and .json. The states
# are put together here from parts that are written out by hand, and handed to diffusers, which knows no weights itself.
#
#   HF_HUB_OFFLINE=1 python make_prompt_goldens.py <working folder of make_models.py>        (requirements.txt)

import json
import sys
from pathlib import Path

import diffusers
import torch
import transformers
from diffusers import DiffusionPipeline
from safetensors.torch import save_file

from make_goldens import MOVES, picture_of
from scheduler_choices import scheduler

HERE = Path(__file__).parent
MANY = ", ".join(f"a red fox {place} of the photo" for place in ["left", "right", "top", "in front", "behind", "beside"] * 3)
# Prompt as one writes it, and the pieces it is read in: each a list of texts with their weights.
PROMPTS = [
    ("a (red:1.4) fox, [blurry] ((photo))", [[("a ", 1), ("red", 1.4), (" fox, ", 1), ("blurry", 1 / 1.1), (" ", 1), ("photo", 1.1 * 1.1)]]),
    ("a photo BREAK (a red fox:0.6)", [[("a photo", 1)], [("a red fox", 0.6)]]),
    (r"a fox \(red\) (highly (detailed:1.2))", [[("a fox (red) ", 1), ("highly ", 1.1), ("detailed", 1.2 * 1.1)]]),
    (MANY, None),
]
NEGATIVES = [("(blurry:1.3), low quality", [[("blurry", 1.3), (", low quality", 1)]]), ("", [[]]), (MANY, None)]


def pieces_of(tokenizer, text, given):
    """Ids and weights of each piece; a text of one weight is cut behind the last comma of the 75, when that is among the last twenty."""
    ids_of = lambda words: tokenizer(words, add_special_tokens=False).input_ids
    if given is not None:
        return [[(id, weight) for words, weight in piece for id in ids_of(words)] for piece in given]
    ids, comma, pieces = ids_of(text), ids_of(",")[0], []
    while len(ids) > 75:
        commas = [place for place in range(75) if ids[place] == comma]
        cut = 75 if ids[75] == comma or not commas or 75 - commas[-1] > 20 else commas[-1] + 1
        pieces, ids = [*pieces, ids[:cut]], ids[cut:]
    return [[(id, 1.0) for id in piece] for piece in [*pieces, ids]]


def encode(tokenizer, encoder, pieces, layer):
    states, pooled = [], None
    for piece in pieces:
        text = [tokenizer.bos_token_id, *(id for id, _ in piece), tokenizer.eos_token_id]
        ids = torch.tensor([text + [tokenizer.pad_token_id] * (77 - len(text))])
        with torch.no_grad():
            given = encoder(ids, output_hidden_states=True)
        state = given.last_hidden_state if layer is None else given.hidden_states[layer]
        weights = torch.ones(77)
        weights[1 : 1 + len(piece)] = torch.tensor([weight for _, weight in piece])
        weighted = state * weights[None, :, None]
        states.append(weighted * (state.mean() / weighted.mean()))
        pooled = getattr(given, "text_embeds", None) if pooled is None else pooled
    return torch.cat(states, dim=1), pooled


def embedded(pipeline, written, given, length, skip):
    """All encoders of the pipeline side by side, filled up with empty pieces."""
    is_xl = hasattr(pipeline, "text_encoder_2")
    pairs = [(pipeline.tokenizer, pipeline.text_encoder)] + ([(pipeline.tokenizer_2, pipeline.text_encoder_2)] if is_xl else [])
    sides, pooled = [], None
    for tokenizer, encoder in pairs:
        pieces = pieces_of(tokenizer, written, given)
        states, pooled = encode(tokenizer, encoder, pieces + [[]] * (length - len(pieces)), -max(skip, 2) if is_xl else None)
        sides.append(states)
    return torch.cat(sides, dim=-1), pooled


def record(model, work):
    pipeline = DiffusionPipeline.from_pretrained(work / model)
    pipeline.set_progress_bar_config(disable=True)
    config = json.loads((work / model / "scheduler" / "scheduler_config.json").read_text())
    pipeline.scheduler = scheduler("ddim", config, None)
    cases, tensors = [], {}
    choices = [(prompt, negative, 1) for prompt in PROMPTS for negative in NEGATIVES]
    if model == "sdxl":
        choices += [(PROMPTS[0], NEGATIVES[0], 2), (PROMPTS[0], NEGATIVES[0], 3)]
    for (prompt, prompt_parts), (negative, negative_parts), skip in choices:
        length = max(len(pieces_of(pipeline.tokenizer, prompt, prompt_parts)), len(pieces_of(pipeline.tokenizer, negative, negative_parts)))
        words, pooled = embedded(pipeline, prompt, prompt_parts, length, skip)
        unwanted, unwanted_pooled = embedded(pipeline, negative, negative_parts, length, skip)
        if model == "sdxl" and negative == "":
            unwanted, unwanted_pooled = torch.zeros_like(unwanted), torch.zeros_like(unwanted_pooled)
        more = {} if pooled is None else {"pooled_prompt_embeds": pooled, "negative_pooled_prompt_embeds": unwanted_pooled}
        draw = lambda words: pipeline(
            prompt_embeds=words, negative_prompt_embeds=unwanted, num_inference_steps=4, guidance_scale=4.0, width=64, height=64,
            generator=torch.Generator("cpu").manual_seed(5), output_type="latent", **more,
        ).images[0].float().contiguous()
        latents = draw(words)
        moved = (draw(words * 1.05) - latents).abs().max().item()
        print(f"  {prompt[:30]} / {negative[:20]}: words 5 % larger move the latents by {moved:.3f}")
        assert moved > MOVES
        tensors[f"{len(cases)}.latents"], tensors[f"{len(cases)}.picture"] = latents, picture_of(pipeline, latents)
        cases.append({
            "scheduler": "ddim", "sigmas": None, "prompt": prompt, "negative": negative, "seed": 5, "steps": 4, "guidance": 4.0, "width": 64,
            "height": 64, "isWeighted": True, "clipSkip": skip,
        })
    save_file(tensors, HERE / "goldens" / f"prompts-{model}.safetensors")
    (HERE / "goldens" / f"prompts-{model}.safetensors").chmod(0o644)
    versions = {"torch": torch.__version__.split("+")[0], "diffusers": diffusers.__version__, "transformers": transformers.__version__}
    content = json.dumps({"versions": versions, "cases": cases}, indent=1, ensure_ascii=False)
    (HERE / "goldens" / f"prompts-{model}.json").write_text(content + "\n")


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    for model in sys.argv[2:] or ["sd1", "sdxl"]:
        print(model)
        record(model, Path(sys.argv[1]))
