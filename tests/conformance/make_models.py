# Writes the tiny models: as torch weights into a working folder for make_goldens.py, and as ONNX by Hugging Face's exporter beside this file.
#
#   HF_HUB_OFFLINE=1 python make_models.py <working folder> [family ...]        (requirements-export.txt)

import json
import shutil
import sys
from pathlib import Path

from optimum.exporters.onnx import main_export

from tiny_pipelines import FAMILIES, build
from torch_exporter import export_with_torch

HERE = Path(__file__).parent
# The weights of sd1 once more.
TORCH_EXPORT = "sd1-by-torch"


def export(name: str, work: Path):
    torch_folder, onnx_folder = work / name, HERE / "models" / name
    for folder in (torch_folder, onnx_folder):
        shutil.rmtree(folder, ignore_errors=True)
    build(name, work / "tokenizers" / name).save_pretrained(torch_folder, safe_serialization=True)
    main_export(str(torch_folder), onnx_folder, task="text-to-image", do_validation=False, opset=17, library_name="diffusers")
    for file in onnx_folder.rglob("*.json"):
        content = json.loads(file.read_text())
        # Where it lay on the machine that exported it is nobody's business.
        if isinstance(content, dict) and content.pop("_name_or_path", None) is not None:
            file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


work = Path(sys.argv[1])
for family in sys.argv[2:] or [*FAMILIES, TORCH_EXPORT]:
    if family == TORCH_EXPORT:
        export_with_torch(work / "sd1", HERE / "models" / "sd1", HERE / "models" / family)
    else:
        export(family, work)
    size = sum(file.stat().st_size for file in (HERE / "models" / family).rglob("*") if file.is_file())
    print(f"{family}: {size / 1e6:.2f} MB")
