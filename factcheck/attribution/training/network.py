"""The network: a small transformer, a tag for each piece, and for each piece the cue it belongs to."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from factcheck.attribution.encoding import SHAPES
from factcheck.attribution.tags import TAGS

#: How many numbers a cue and the words that point to it are compared by; chosen by hand.
_POINTER = 128


class Network(nn.Module):
    """Takes ``ids``, ``shapes`` and ``mask``, each (batch, pieces).

    Gives the raw scores of tags (batch, pieces, 7) and of links (batch, pieces, pieces):
    ``links[b, i, j]`` says how well piece ``i`` belongs to the cue that opens at piece ``j``; place 0 stands for none.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)  # starts as the base it grew from
        self.drop = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(TAGS))
        self.asks = nn.Linear(width, _POINTER)
        self.answers = nn.Linear(width, _POINTER)

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        states = self.drop(states)
        links = self.asks(states) @ self.answers(states).transpose(1, 2) / _POINTER**0.5
        return self.tags(states), links

    def freeze(self, layers: int) -> None:
        """Leave the vocabulary and the first layers as they came: a large network then trains a fifth faster."""
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:layers]):
            part.requires_grad_(False)
