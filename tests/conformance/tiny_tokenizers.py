# Tokenizers of a few hundred entries in the very files the published models ship: CLIP's byte pairs, T5's unigram.

import io
import json
import unicodedata
from collections import Counter
from pathlib import Path

import regex
import sentencepiece
from transformers import T5TokenizerFast
from transformers.convert_slow_tokenizer import convert_slow_tokenizer
from transformers import T5Tokenizer

CORPUS = """
a photo of a red fox sitting in the snow, soft morning light, highly detailed
a small wooden boat on a quiet lake at sunset, painting in oil
portrait of an old sailor with a white beard, dramatic light, sharp focus
a bowl of ripe apples and pears on a blue table, still life
an astronaut riding a horse on the moon, digital art
a green dragon flying over a snowy mountain village at night
blurry, low quality, watermark, text, cropped, ugly, out of frame
a cat and a dog sleeping on a sofa, warm colours, watercolour
the old lighthouse in the storm, waves breaking on the rocks
a bicycle leaning on a brick wall, vines and flowers, spring in the city
a robot painting a picture of a robot, studio ghosts, wide angle
un chat noir sur un mur blanc, un château près de la forêt, été à la plage
ein Haus am See, schöne Wolken, über den Bergen
"""
START, END = "<|startoftext|>", "<|endoftext|>"


def byte_alphabet():
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = {byte: chr(byte) for byte in printable}
    for offset, byte in enumerate(byte for byte in range(256) if byte not in symbols):
        symbols[byte] = chr(256 + offset)
    # CLIP numbers the printable ones first, so that "!" is 0.
    return {byte: symbols[byte] for byte in [*printable, *(b for b in range(256) if b not in printable)]}


def clip_merges(count):
    alphabet = byte_alphabet()
    pattern = regex.compile(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""", regex.IGNORECASE)
    words = Counter(pattern.findall(unicodedata.normalize("NFC", CORPUS).lower()))
    split = {}
    for word, times in words.items():
        symbols = [alphabet[byte] for byte in word.encode()]
        split[(*symbols[:-1], symbols[-1] + "</w>")] = times
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for symbols, times in split.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += times
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        joined = {}
        for symbols, times in split.items():
            out = []
            for symbol in symbols:
                if out and (out[-1], symbol) == best:
                    out[-1] += symbol
                else:
                    out.append(symbol)
            joined[tuple(out)] = times
        split = joined
    return merges


def write_clip_tokenizer(folder: Path, *, pad: str):
    folder.mkdir(parents=True, exist_ok=True)
    alphabet = list(byte_alphabet().values())
    merges = clip_merges(180)
    symbols = [*alphabet, *(symbol + "</w>" for symbol in alphabet), *("".join(pair) for pair in merges), START, END]
    (folder / "vocab.json").write_text(json.dumps({symbol: i for i, symbol in enumerate(symbols)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges) + "\n")
    tokens = {"bos_token": START, "eos_token": END, "unk_token": END, "pad_token": pad}
    (folder / "special_tokens_map.json").write_text(json.dumps(tokens, indent=2))
    settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "do_lower_case": True, "errors": "replace", "add_prefix_space": False}
    (folder / "tokenizer_config.json").write_text(json.dumps({**settings, **tokens}, indent=2))
    return len(symbols)


def write_t5_tokenizer(folder: Path, *, length: int):
    folder.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS.strip().splitlines()), model_writer=model, vocab_size=320, hard_vocab_limit=False, model_type="unigram",
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, character_coverage=1.0, byte_fallback=False, num_threads=1, minloglevel=2,
    )
    (folder / "spiece.model").write_bytes(model.getvalue())
    slow = T5Tokenizer(str(folder / "spiece.model"), extra_ids=4, legacy=True)
    fast = T5TokenizerFast(tokenizer_object=convert_slow_tokenizer(slow), extra_ids=4, model_max_length=length)
    fast.save_pretrained(folder)
    return len(fast)
