# The same weights through torch's own exporter, as scripts that know no Hugging Face tool leave them: one size, one picture at a
# time, a list of one timestep, 32-bit ids.

import shutil
from pathlib import Path

import onnx
import torch
from diffusers import DiffusionPipeline

HEIGHT, WIDTH = 64, 96


class Called(torch.nn.Module):
    """A model with the arguments and results its graph is to have."""

    def __init__(self, model, call):
        super().__init__()
        self.model = model
        self.call = call

    def forward(self, *arguments):
        return self.call(self.model, *arguments)


def encode(model, input_ids):
    return model(input_ids=input_ids).last_hidden_state


def denoise(model, sample, timestep, encoder_hidden_states):
    return model(sample, timestep, encoder_hidden_states, return_dict=False)[0]


def decode(model, latent_sample):
    return model.decode(latent_sample, return_dict=False)[0]


def export_with_torch(torch_folder: Path, like: Path, onnx_folder: Path):
    """`like` is the same model as Hugging Face exports it: everything but the graphs is taken from there."""
    shutil.rmtree(onnx_folder, ignore_errors=True)
    shutil.copytree(like, onnx_folder, ignore=shutil.ignore_patterns("*.onnx", "vae_encoder"))
    pipeline = DiffusionPipeline.from_pretrained(torch_folder)
    latents = torch.zeros(1, 4, HEIGHT // 8, WIDTH // 8)
    words = torch.zeros(1, 77, pipeline.unet.config.cross_attention_dim)
    graphs = {
        "text_encoder": (pipeline.text_encoder, encode, {"input_ids": torch.zeros(1, 77, dtype=torch.int32)}, "last_hidden_state"),
        "unet": (pipeline.unet, denoise, {"sample": latents, "timestep": torch.tensor([1.0]), "encoder_hidden_states": words}, "out_sample"),
        "vae_decoder": (pipeline.vae, decode, {"latent_sample": latents}, "sample"),
    }
    for name, (model, call, inputs, output) in graphs.items():
        target = onnx_folder / name / "model.onnx"
        with torch.no_grad():
            torch.onnx.export(
                Called(model.eval(), call), tuple(inputs.values()), str(target), dynamo=True, external_data=name == "unet",
                input_names=list(inputs), output_names=[output],
            )
        forget_the_machine(target)


def forget_the_machine(path: Path):
    """Takes out where the code of every node lies on the machine that exported it, which is half of the file."""
    model = onnx.load(path, load_external_data=False)
    graphs = [model.graph, *model.functions]
    for part in [model, *graphs, *(node for graph in graphs for node in graph.node), *(value for value in model.graph.value_info)]:
        part.doc_string = ""
        del part.metadata_props[:]
    onnx.save(model, path)
