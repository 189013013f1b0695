"""How much of a workload generates tokens, and what that asks of memory beside FLOP.

A service reads prompts, which takes FLOP, and generates answers, which reads the model from
memory for each token. The hours of both at one service, whose rates are published, give the share
of generating; its tokens by byte of memory against those of prompts by FLOP give how many FLOP go
with a byte.
"""

from __future__ import annotations

from tools.derive.raw import Raw
from tools.derive.rows import Row, ranged

FACTS = "demand/serving_facts.csv"
H100_TFLOPS, H100_TB_PER_S = 1979.0, 3.35
"""Of the H800 too: its links are slower, its dies and memory are the same."""
MOST_FACTOR = 2.0
"""High case of FLOP by byte over the central one, our judgement: batches twice as large."""
NOTE = (
    "Decoding: {of}{share:.1%} of the hours of DeepSeek's H800 in February 2025, when {flop:.0f} "
    "8-bit FLOP of peak went with a byte of memory, read at second hand: aiposthub.cc; low as if "
    "no prompt had come from a cache, high twice as many."
)


def with_serving(raw: Raw, row: Row, *, mixed: bool) -> Row:
    """A workload with its share of decoding and its FLOP by byte: of serving, or of a mixture."""
    facts = raw[FACTS].set_index("fact")
    hours = {
        part: facts.central[f"{part} tokens"] / facts.central[f"{part} tokens of a node"]
        for part in ("input", "output")
    }
    decoding = hours["output"] / sum(hours.values())
    served = facts.loc["serving in all AI computing"]
    shares = (served.low, served.central, served.high) if mixed else (None, 1.0, None)
    cached = facts.loc["input tokens found in a cache"]
    per_byte = [
        (facts.central["output tokens of a node"] / H100_TB_PER_S)
        / (facts.central["input tokens of a node"] * (1 - share) / H100_TFLOPS)
        for share in (cached.low, cached.central)
    ]
    of = f"{served.central:.0%} of computing serves, and of that " if mixed else ""
    said = NOTE.format(of=of, share=decoding, flop=per_byte[1])
    decodes = (None if share is None else decoding * share for share in shares)
    return {
        **row,
        **ranged("decode_share", *decodes),
        **ranged("decode_flop_per_byte", *per_byte, MOST_FACTOR * per_byte[1]),
        "note": f"{row['note']} {said}".replace("%", " %"),
    }
