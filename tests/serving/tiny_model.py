"""A language model of half a megabyte with random weights, written in a moment and the same every time.

It answers nonsense, and that is its use: a real server can run it anywhere, under a grammar it writes JSON of any
schema, and what is built on teachers has to survive what it says. It is never to be offered as a teacher.
"""

from pathlib import Path
from typing import Any

import gguf
import numpy as np

Kind = gguf.TokenType
Token = tuple[str, Any]
WIDTH, HIDDEN, HEADS, BLOCKS, CONTEXT = 64, 128, 4, 2, 4096
_WORDS = "the a of and in to is was for on with by name type text true false null yes no one two city person"
WORDS = _WORDS.split()
HAN = "的一是不了在人有我他这中大来上个国和也子时道说要出会三能下对生方行得里用年过发后作自地家去成前本主等多老心天好"
JSON_PIECES = ('"}', '"]', '",', '":', "{}", "[]", '{"', '["', "},", "],")
SPACE = "\u2581"
"""How tokens write a blank."""
START, TURN, END_OF_TURN = "<s>", "<|im_start|>", "<|im_end|>"
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def write_tiny_model(path: Path) -> Path:
    """Write the model as a GGUF file; the same bytes each time."""
    tokens = _tokens()
    writer = gguf.GGUFWriter(path, "llama")
    _describe(writer)
    _add_vocabulary(writer, tokens)
    for name, weights in _weights(tokens):
        writer.add_tensor(name, weights)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tokens() -> list[Token]:
    """The vocabulary: control tokens and bytes at their usual places, then signs, pieces of JSON, words, characters."""
    tokens: list[Token] = [("<unk>", Kind.UNKNOWN), (START, Kind.CONTROL), ("</s>", Kind.CONTROL)]
    tokens += [(f"<0x{byte:02X}>", Kind.BYTE) for byte in range(256)]
    tokens += [(TURN, Kind.CONTROL), (END_OF_TURN, Kind.CONTROL)]
    signs = [SPACE, *(chr(code) for code in range(33, 127))]
    words = [SPACE + word for word in WORDS] + [word for word in WORDS if len(word) > 1]
    normal = dict.fromkeys([*signs, *JSON_PIECES, *words, *HAN])
    return tokens + [(text, Kind.NORMAL) for text in normal]


def _bias(token: Token) -> float:
    """How much a token is preferred.

    Single bytes would be broken characters, so never; strings are to end soon, and words are better than signs.
    """
    text, kind = token
    if text in ("</s>", END_OF_TURN):
        return 3.0
    if kind == Kind.BYTE:
        return -1.0 if text == "<0x0A>" else -30.0
    if kind != Kind.NORMAL:
        return -30.0
    if text in ('"', '"}', '"]'):
        return 3.0
    if text == SPACE:
        return 1.5
    if text.startswith(SPACE) or (len(text) > 1 and text.isalpha()):
        return 1.0
    return 0.0 if text.isalnum() else -1.5


def _describe(writer: Any) -> None:
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(BLOCKS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(0)


def _add_vocabulary(writer: Any, tokens: list[Token]) -> None:
    texts, kinds = [text for text, _ in tokens], [kind for _, kind in tokens]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(texts)
    writer.add_token_scores([float(len(text)) if kind == Kind.NORMAL else 0.0 for text, kind in tokens])
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(texts.index(START))
    writer.add_eos_token_id(texts.index("</s>"))
    writer.add_eot_token_id(texts.index(END_OF_TURN))
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)  # otherwise llama.cpp cannot parse the prompt of its own template
    writer.add_chat_template(TEMPLATE)


def _weights(tokens: list[Token]) -> list[tuple[str, Any]]:
    """Random weights, but for one dimension that is the same for every token and so carries the biases."""
    chance = np.random.default_rng(7)

    def drawn(*shape: int) -> Any:
        return (chance.standard_normal(shape) * 0.05).astype(np.float32)

    ones = np.ones(WIDTH, dtype=np.float32)
    embedding, output = drawn(len(tokens), WIDTH), drawn(len(tokens), WIDTH) * 4
    embedding[:, 0] = constant = float(np.sqrt(WIDTH))
    output[:, 0] = [_bias(token) / constant for token in tokens]
    weights = [("token_embd.weight", embedding)]
    for block in range(BLOCKS):
        shapes = {f"attn_{part}": (WIDTH, WIDTH) for part in ("q", "k", "v", "output")}
        shapes |= {"ffn_gate": (HIDDEN, WIDTH), "ffn_up": (HIDDEN, WIDTH), "ffn_down": (WIDTH, HIDDEN)}
        weights += [(f"blk.{block}.{part}_norm.weight", ones) for part in ("attn", "ffn")]
        weights += [(f"blk.{block}.{part}.weight", drawn(*shape)) for part, shape in shapes.items()]
    return [*weights, ("output_norm.weight", ones), ("output.weight", output)]
