# Records the ids Hugging Face's tokenizers give for awkward texts, with the tokenizers of the tiny models.
#
#   HF_HUB_OFFLINE=1 python make_token_ids.py        (requirements.txt)

import json
from pathlib import Path

import transformers
from transformers import CLIPTokenizer, T5TokenizerFast

HERE = Path(__file__).parent
TEXTS = [
    "",
    " ",
    "a photo of a red fox",
    "  Two   spaces,\ta tab,\na line\r\nand   an end  ",
    "UPPER lower MiXeD",
    "don't, we'll, it's, they've, I'm, he'd, you're",
    "1girl, 4k, 8K UHD, f/1.8, 50mm, 1920x1080",
    "(masterpiece:1.2), [dull], {curly}, <lora:name:0.8>",
    "!!! wow! really?! ... and -- so on; #hash @at $5 100% a+b=c ~tilde `tick` ^ | \\ /",
    "café, naïve, Zoë, été, garçon, œuvre, ß, Ångström",
    "cafe\u0301 with a combining accent, \ufb01ne ligature, \uff37\uff49\uff44\uff45 letters, \u2167 and \u00bd",
    "日本の城と桜、夕焼け",
    "красная лиса на снегу",
    "ثعلب أحمر في الثلج",
    "emoji 🦊❄️ and a family 👩‍👩‍👧 flag 🇫🇷",
    "“curly” ‘quotes’ – en — em … ellipsis",
    "zero\u200bwidth, soft\u00adhyphen, no\u00a0break, \ufeffmark, bell\u0007, null-ish\u0001",
    "<|startoftext|> in the middle <|endoftext|> of it",
    "</s> and <pad> and <unk> and <extra_id_0> ▁ underline _ low",
    "supercalifragilisticexpialidocious " * 3,
    "word " * 120,
    "x" * 300,
]
TOKENIZERS = {
    "sd1/tokenizer": (CLIPTokenizer, 77),
    "sd2/tokenizer": (CLIPTokenizer, 77),
    "sd3/tokenizer_3": (T5TokenizerFast, 256),
}

ids = {}
for place, (kind, length) in TOKENIZERS.items():
    tokenizer = kind.from_pretrained(HERE / "models" / place)
    # As today's exports leave it: one description instead of vocabulary and merges.
    tokenizer.save_pretrained(HERE / "goldens" / "saved-anew" / place)
    ids[place] = [tokenizer(text, padding="max_length", max_length=length, truncation=True).input_ids for text in TEXTS]

# Padding says the same over and over: one number for how long, one for what with.
def folded(row):
    end = len(row)
    while end > 1 and row[end - 2] == row[-1]:
        end -= 1
    return {"ids": row[:end], "length": len(row)}

golden = {"transformers": transformers.__version__, "texts": TEXTS, "ids": {place: [folded(row) for row in rows] for place, rows in ids.items()}}
(HERE / "goldens" / "token-ids.json").write_text(json.dumps(golden, ensure_ascii=True) + "\n")
