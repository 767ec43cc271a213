"""Prints what PyTorch computes for a small network with formula-made weights; ../src/parity.spec.ts compares.

python libs/models/parity/write_reference.py > libs/models/parity/reference.json
"""
import json

import torch
from resnet9 import Classifier, adam
from torch.nn import functional as F

WIDTH, FEATURES, CLASSES, BATCH, SIZE = 1 / 16, 8, 5, 6, 16


def pattern(count, seed, scale):
    """The same numbers in any language: integers modulo a prime, scaled."""
    return [((i * 7919 + seed * 104729 + 13) % 1009 / 1009 - 0.5) * scale for i in range(count)]


def filled(shape, seed, scale):
    count = 1
    for size in shape:
        count *= size
    return torch.tensor(pattern(count, seed, scale), dtype=torch.float32).reshape(shape)


def fill(network):
    for seed, (name, parameter) in enumerate(network.named_parameters()):
        sizes = list(parameter.shape)
        if len(sizes) == 4:  # ours: height, width, in, out
            out, channels, height, width = sizes
            values = filled([height, width, channels, out], seed, 1.0).permute(3, 2, 0, 1)
        elif len(sizes) == 2:  # ours: in, out
            values = filled(sizes[::-1], seed, 1.0).T
        else:
            values = filled(sizes, seed, 0.5) + (1.0 if "norm" in name and "weight" in name else 0.0)
        parameter.data.copy_(values)


def ours(tensor):
    """In our layout, flat."""
    order = {4: (2, 3, 1, 0), 2: (1, 0)}.get(tensor.dim(), tuple(range(tensor.dim())))
    return tensor.detach().permute(order).reshape(-1).tolist()


def summary(tensor):
    """A few numbers that a wrong value or a wrong place would change."""
    values = ours(tensor)
    weights = pattern(len(values), 99, 2.0)
    return [sum(values), sum(abs(v) for v in values), sum(v * w for v, w in zip(values, weights))]


def main():
    torch.set_num_threads(1)
    network = Classifier(WIDTH, FEATURES, CLASSES)
    fill(network)
    x = filled([BATCH, SIZE, SIZE, 3], 50, 2.0).permute(0, 3, 1, 2)
    labels = torch.arange(BATCH) % CLASSES
    optimiser = adam(network, 1e-3)
    losses = []
    for step in range(3):
        optimiser.zero_grad()
        loss = F.cross_entropy(network(x), labels)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            gradients = {name: summary(p.grad) for name, p in network.named_parameters()}
        optimiser.step()
    state = {name: summary(v) for name, v in network.state_dict().items() if "tracked" not in name}
    network.eval()
    features = network.features(x).reshape(-1).tolist()
    print(json.dumps({"torch": torch.__version__.split("+")[0], "losses": losses, "gradients": gradients,
                      "state": state, "features": features}, indent=1))


if __name__ == "__main__":
    main()
