"""Every backbone of ../src/registry.ts in PyTorch, with one linear head."""
import torch
from resnet9 import ResNet9
from resnet50 import ResNet50
from torch import nn
from torch.nn import functional as F


class Pair(nn.Module):
    """One network of the first channel and one of the others; features of length 1 each."""

    def __init__(self, make, features, channels):
        super().__init__()
        self.l = make(features // 2, 1)
        self.ab = make(features // 2, channels - 1)

    def forward(self, x):
        return torch.cat([F.normalize(self.l(x[:, :1])), F.normalize(self.ab(x[:, 1:]))], 1)


def backbone(name, width, features, channels=3, dense=False):
    if name == "resnet9":
        return ResNet9(width, features, channels)
    if name == "resnet9-pair":
        return Pair(lambda f, c: ResNet9(width, f, c, half=True), features, channels)
    if name == "resnet50":
        return ResNet50(width, features, channels, dense=dense)
    if name == "resnet50-pair":
        return Pair(lambda f, c: ResNet50(width, f, c, 32, dense), features, channels)
    raise ValueError(name)


class Classifier(nn.Module):
    def __init__(self, name, width, features, classes, channels=3, dense=False):
        super().__init__()
        self.features = backbone(name, width, features, channels, dense)
        self.head = nn.Linear(features, classes)

    def forward(self, x):
        return self.head(self.features(x))


def ours(name):
    """Our name of a parameter or buffer of a Classifier."""
    return name.removeprefix("features.")


def adam(network, rate):
    """The optimiser of the paper: classic L2 on every parameter."""
    return torch.optim.Adam(network.parameters(), rate, betas=(0.8, 0.999), eps=1e-8, weight_decay=1e-4)
