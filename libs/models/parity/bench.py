"""PyTorch's side of `nx bench engine`: reads numbers of steps, answers each with the milliseconds of every step.

python bench.py <float32|bfloat16> <width> <backbone> <batch> <pixels per side>
"""
import contextlib
import json
import sys
import time

import torch
from classifier import Classifier, adam
from torch.nn import functional as F

precision, width, name = sys.argv[1], float(sys.argv[2]), sys.argv[3]
batch, size = int(sys.argv[4]), int(sys.argv[5])
torch.set_num_threads(1)
torch.manual_seed(0)
network = Classifier(name, width, 256, 10).to(memory_format=torch.channels_last)
x = torch.randn(batch, 3, size, size).to(memory_format=torch.channels_last)
labels = torch.arange(batch) % 10
optimiser = adam(network, 1e-3)


def step():
    start = time.perf_counter()
    optimiser.zero_grad()
    mixed = torch.autocast("cpu", torch.bfloat16) if precision == "bfloat16" else contextlib.nullcontext()
    with mixed:
        logits = network(x)
    loss = F.cross_entropy(logits.float(), labels)
    loss.backward()
    optimiser.step()
    loss.item()
    return (time.perf_counter() - start) * 1e3


print(json.dumps({"name": f"PyTorch {torch.__version__.split('+')[0]} channels_last"}), flush=True)
for line in sys.stdin:
    print(json.dumps([step() for _ in range(int(line))]), flush=True)
