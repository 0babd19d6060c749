# Writes the tiny Stable Diffusion 1 that was made for inpainting, whose denoiser sees mask and masked picture: all but the denoiser
# is the sd1 of make_models.py, so that only its graph and config stand in models/sd1-inpainting.
#
#   HF_HUB_OFFLINE=1 python make_inpainting_model.py <working folder of make_models.py>        (requirements-export.txt)

import json
import shutil
import sys
import tempfile
from pathlib import Path

from diffusers import StableDiffusionInpaintPipeline
from optimum.exporters.onnx import main_export

from tiny_pipelines import sd1, unet

HERE = Path(__file__).parent

work = Path(sys.argv[1])
parts = sd1(work / "tokenizers" / "sd1").components
parts["unet"] = unet(words=32, seed=14, in_channels=9)
folder = work / "sd1-inpainting"
shutil.rmtree(folder, ignore_errors=True)
StableDiffusionInpaintPipeline(**parts, requires_safety_checker=False).save_pretrained(folder, safe_serialization=True)
target = HERE / "models" / "sd1-inpainting"
shutil.rmtree(target, ignore_errors=True)
with tempfile.TemporaryDirectory() as exported:
    main_export(str(folder), exported, task="inpainting", do_validation=False, opset=17, library_name="diffusers")
    shutil.copytree(Path(exported) / "unet", target / "unet")
config = target / "unet" / "config.json"
content = json.loads(config.read_text())
content.pop("_name_or_path", None)
config.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
