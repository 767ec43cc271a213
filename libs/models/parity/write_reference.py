"""Writes what PyTorch computes for small networks with formula-made weights; ../src/parity.spec.ts compares.

python write_reference.py          every network, to reference.json beside this file
python write_reference.py <label>  one of them, printed
"""
import json
import pathlib
import sys

import torch
from classifier import Classifier, adam, ours
from torch.nn import functional as F

FEATURES, CLASSES, BATCH = 8, 5, 6
# label: (name, width, dense, pixels per side, rate); deep networks need more pixels, or their last statistics are of six
# numbers, and smaller steps: Adam makes large ones of gradients that are nearly 0
NETWORKS = {
    "resnet9": ("resnet9", 1 / 16, False, 16, 1e-3),
    "resnet9-pair": ("resnet9-pair", 1 / 16, False, 16, 1e-5),
    "resnet50": ("resnet50", 1 / 16, False, 32, 1e-5),
    "dense resnet50": ("resnet50", 1 / 16, True, 32, 1e-5),
    "resnet50-pair": ("resnet50-pair", 1 / 16, False, 32, 1e-5),
}


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
            if "norm3.weight" in name:  # else float32 loses its digits in fifty layers, PyTorch's too
                values *= 0.25
        parameter.data.copy_(values)


def flat(tensor):
    """In our layout, flat."""
    order = {4: (2, 3, 1, 0), 2: (1, 0)}.get(tensor.dim(), tuple(range(tensor.dim())))
    return tensor.detach().permute(order).reshape(-1).tolist()


def summary(tensor):
    """A few numbers that a wrong value or a wrong place would change."""
    values = flat(tensor)
    weights = pattern(len(values), 99, 2.0)
    sums = [sum(values), sum(abs(v) for v in values), sum(v * w for v, w in zip(values, weights))]
    return [float(f"{s:.9g}") for s in sums]


def reference(label):
    name, width, dense, size, rate = NETWORKS[label]
    network = Classifier(name, width, FEATURES, CLASSES, dense=dense)
    fill(network)
    x = filled([BATCH, size, size, 3], 50, 2.0).permute(0, 3, 1, 2)
    labels = torch.arange(BATCH) % CLASSES
    optimiser = adam(network, rate)
    losses = []
    for step in range(3):
        optimiser.zero_grad()
        loss = F.cross_entropy(network(x), labels)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            gradients = {ours(name): summary(p.grad) for name, p in network.named_parameters()}
        optimiser.step()
    state = {ours(name): summary(v) for name, v in network.state_dict().items() if "tracked" not in name}
    network.eval()
    features = [float(f"{v:.9g}") for v in network.features(x).reshape(-1).tolist()]
    return {"size": size, "rate": rate, "losses": losses, "gradients": gradients, "state": state, "features": features}


def main():
    torch.set_num_threads(1)
    if len(sys.argv) > 1:
        print(json.dumps(reference(sys.argv[1])))
        return
    networks = {label: reference(label) for label in NETWORKS}
    version = torch.__version__.split("+")[0]
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text(json.dumps({"torch": version, "networks": networks}, indent=1))


if __name__ == "__main__":
    main()
