"""One run of training: batches, loss, steps. Seeded; two runs on the same machine give the same weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import torch
from torch import nn

from factcheck.attribution.encoding import LIMIT, Window, Words, windows
from factcheck.attribution.tags import TAGS, Floats
from factcheck.attribution.training.examples import NOWHERE, Example
from factcheck.attribution.training.network import Network

_IGNORED = -100
#: The share of articles that are read without their paragraphs, and of those whose windows have words read before.
#: Both chosen by hand.
_SHARE_WITHOUT_PARAGRAPHS = 0.15
_SHARE_WITH_CONTEXT = 0.5
#: A teacher's tag probabilities for each article, (words, 7).
Opinions = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made of; chosen by hand. ``train`` has other epochs and rates for each run."""

    epochs: int = 4
    batch: int = 8
    rate: float = 1e-4
    warm_up: float = 0.1
    decay: float = 0.01
    link_weight: float = 0.5
    #: How much the teacher's opinion counts beside the annotators', where there is a teacher.
    teacher_weight: float = 0.7
    seed: int = 2016


@dataclass(frozen=True, slots=True)
class Marks:
    """The vocabulary's marks: what opens a window, what ends a paragraph, what fills up a batch.

    ``shift`` is added to the number of every piece, for a network whose vocabulary is the same one moved along.
    """

    begin: int
    end: int
    pad: int
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors as Network.forward and the loss take them; ``heads`` and ``tags`` are -100 where nothing counts."""

    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    tags: torch.Tensor
    heads: torch.Tensor
    open_places: torch.Tensor
    soft_tags: torch.Tensor | None = None


def learn(
    network: Network,
    examples: Sequence[Example],
    marks: Marks,
    settings: Settings,
    path: Path,
    opinions: Opinions | None = None,
) -> None:
    """Train in place and write the weights to ``path`` after each epoch."""
    torch.manual_seed(settings.seed)
    dice = random.Random(settings.seed)  # noqa: S311 - no secret hangs on it
    rounds = [list(_batches(examples, marks, settings, dice, opinions)) for _ in range(settings.epochs)]
    steps = sum(map(len, rounds))
    plain: list[nn.Parameter] = []
    decayed: list[nn.Parameter] = []
    for name, weights in network.named_parameters():
        if not weights.requires_grad:
            continue
        (plain if weights.ndim == 1 or "LayerNorm" in name else decayed).append(weights)
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": settings.decay}, {"params": plain, "weight_decay": 0.0}], lr=settings.rate
    )
    warm = max(1, round(steps * settings.warm_up))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    started = time.monotonic()
    for number, batches in enumerate(rounds, 1):
        network.train()
        total = torch.zeros(2)
        for step, make in enumerate(batches, 1):
            batch = make()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tags, links = network(batch.ids, batch.shapes, batch.mask)
            parts = _losses(tags.float(), links.float(), batch, settings)
            (parts[0] + settings.link_weight * parts[1]).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            total += torch.stack(parts).detach()
            if step % 50 == 0 or step == len(batches):
                spent = time.monotonic() - started
                print(  # noqa: T201 - whoever waits for hours wants to see it move
                    f"epoch {number} step {step}/{len(batches)}"
                    f" tags {total[0] / step:.4f} links {total[1] / step:.4f} {spent:.0f} s",
                    flush=True,
                )
        torch.save(network.state_dict(), path)


def _losses(tags: torch.Tensor, links: torch.Tensor, batch: Batch, settings: Settings) -> list[torch.Tensor]:
    links = links.masked_fill(~batch.open_places.unsqueeze(1), -1e4)
    hard = [
        nn.functional.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=_IGNORED),
        nn.functional.cross_entropy(links.flatten(0, 1), batch.heads.flatten(), ignore_index=_IGNORED),
    ]
    if batch.soft_tags is not None:
        share = settings.teacher_weight
        hard[0] = share * _against(tags, batch.soft_tags) + (1 - share) * hard[0]
    return hard


def _against(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Cross-entropy against probabilities; a row that sums to nothing does not count, others count by their sum."""
    counted = targets.sum(-1)
    return -(targets * logits.log_softmax(-1)).sum() / counted.sum().clamp(min=1.0)


def _batches(
    examples: Sequence[Example],
    marks: Marks,
    settings: Settings,
    dice: random.Random,
    opinions: Opinions | None,
) -> Iterator[Callable[[], Batch]]:
    """Shuffled batches of windows, cut differently each time so that no word is always at an edge."""
    cut: list[tuple[Example, Window]] = []
    for article in examples:
        # Some articles come without paragraphs: then the end of a line says nothing.
        words = article.words if dice.random() > _SHARE_WITHOUT_PARAGRAPHS else joined(article.words)
        context = 64 if dice.random() < _SHARE_WITH_CONTEXT else 0
        cut += [
            (article, window)
            for window in windows(
                words,
                begin=marks.begin,
                end=marks.end,
                context=context,
                first_limit=dice.randint(LIMIT // 4, LIMIT),
            )
        ]
    dice.shuffle(cut)
    pools = [cut[at : at + settings.batch * 16] for at in range(0, len(cut), settings.batch * 16)]
    groups = []
    for pool in pools:
        pool.sort(key=lambda pair: len(pair[1].ids))
        groups += [pool[at : at + settings.batch] for at in range(0, len(pool), settings.batch)]
    dice.shuffle(groups)
    for group in groups:
        yield partial(make_batch, group, marks, opinions)


def joined(words: Words) -> Words:
    """The same words as one paragraph."""
    return replace(words, paragraphs=[range(len(words.spans))] if words.spans else [])


def make_batch(group: Sequence[tuple[Example, Window]], marks: Marks, opinions: Opinions | None = None) -> Batch:
    """Windows filled up to one length, with what the annotators, and the teacher if any, say of each word."""
    size = (len(group), max(len(window.ids) for _, window in group))
    ids = torch.full(size, marks.pad)
    shapes, mask = torch.zeros(size, dtype=torch.long), torch.zeros(size, dtype=torch.long)
    tags, heads = torch.full(size, _IGNORED), torch.full(size, _IGNORED)
    open_places = torch.zeros(size, dtype=torch.bool)
    soft_tags = torch.zeros((*size, len(TAGS))) if opinions else None
    for row, (article, window) in enumerate(group):
        length = len(window.ids)
        ids[row, :length] = shifted(window.ids, marks)
        shapes[row, :length] = torch.tensor(window.shapes)
        mask[row, :length] = 1
        at = torch.tensor(window.firsts)
        place = dict(zip(window.words, window.firsts, strict=True))
        tags[row, at] = torch.tensor([article.tags[word] for word in window.words])
        heads[row, at] = torch.tensor(
            [_IGNORED if article.heads[word] == NOWHERE else place.get(article.heads[word], 0) for word in window.words]
        )
        open_places[row, at] = True
        open_places[row, 0] = True
        if opinions and soft_tags is not None:
            soft_tags[row, at] = torch.from_numpy(opinions[article.name][window.words])
    return Batch(ids, shapes, mask, tags, heads, open_places, soft_tags)


def shifted(ids: Sequence[int], marks: Marks) -> torch.Tensor:
    """The pieces' numbers in the network's own vocabulary; its marks stay as they are."""
    numbers = torch.tensor(ids)
    is_mark = (numbers == marks.begin) | (numbers == marks.end)
    return torch.where(is_mark, numbers, numbers + marks.shift)


def held_apart(names: Sequence[str], share: float, seed: int) -> tuple[list[str], list[str]]:
    """Names to learn from and names to hold out, the same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - no secret hangs on it
    shuffled = sorted(names)
    dice.shuffle(shuffled)
    count = round(len(shuffled) * share)
    return sorted(shuffled[count:]), sorted(shuffled[:count])
