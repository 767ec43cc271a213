"""The network of ../src/resnet9.ts in PyTorch: the same layers, order and parameter names."""
import torch
from torch import nn
from torch.nn import functional as F


class Down(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return F.celu(self.norm(F.max_pool2d(self.conv(x), 2)), alpha=0.075)


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        inner = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(inner)) + x)


class Stem(nn.Module):
    def __init__(self, channels, after):
        super().__init__()
        self.conv = nn.Conv2d(channels, after, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class Classifier(nn.Module):
    """ResNet9 and one linear head."""

    def __init__(self, width, features, classes, channels=3):
        super().__init__()
        a, b, c, d = (max(1, round(base * width)) for base in (64, 128, 256, 512))
        self.stem = Stem(channels, a)
        self.down1 = Down(a, b)
        self.residual1 = Residual(b)
        self.down2 = Down(b, c)
        self.down3 = Down(c, d)
        self.residual3 = Residual(d)
        self.fc = nn.Linear(d, features)
        self.head = nn.Linear(features, classes)

    def features(self, x):
        h = self.down3(self.down2(self.residual1(self.down1(self.stem(x)))))
        return self.fc(self.residual3(h).mean((2, 3)))

    def forward(self, x):
        return self.head(self.features(x))


def adam(network, rate):
    """The optimiser of the paper: classic L2 on every parameter."""
    return torch.optim.Adam(network.parameters(), rate, betas=(0.8, 0.999), eps=1e-8, weight_decay=1e-4)
