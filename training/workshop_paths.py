"""Where the workshop keeps what it makes: TESSERA_TRAINING_DATA and TESSERA_TRAINING_RUNS, else data/ and runs/ beside this file."""
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('TESSERA_TRAINING_DATA', HERE / 'data'))
RUNS = Path(os.environ.get('TESSERA_TRAINING_RUNS', HERE / 'runs'))
SHIPPED_MODEL = HERE.parent / 'resources' / 'models' / 'sticker-mini'
