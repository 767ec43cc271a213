"""The networks of ../src/resnet9.ts and ../src/resnet9-pair.ts in PyTorch: the same layers, order and parameter names."""
from torch import nn
from torch.nn import functional as F


class Down(nn.Module):
    def __init__(self, before, after):
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return F.celu(self.norm(F.max_pool2d(self.conv(x), 2)), alpha=0.075)


class Shortcut(nn.Module):
    def __init__(self, before, after, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(before, after, 1, stride, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return self.norm(self.conv(x))


class Residual(nn.Module):
    def __init__(self, before, inner, after):
        super().__init__()
        self.conv1 = nn.Conv2d(before, inner, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, after, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(after)
        self.shortcut = nn.Identity() if before == after else Shortcut(before, after)

    def forward(self, x):
        inner = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(inner)) + self.shortcut(x))


class Stem(nn.Module):
    def __init__(self, channels, after, kernel=3, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(channels, after, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))


class ResNet9(nn.Module):
    def __init__(self, width, features, channels=3, half=False):
        super().__init__()
        a, b, c, d = (max(1, round(base * width)) for base in (64, 128, 256, 512))
        self.stem = Stem(channels, a)
        self.down1 = Down(a, a if half else b)
        self.residual1 = Residual(a, a, b) if half else Residual(b, b, b)
        self.down2 = Down(b, b if half else c)
        self.down3 = Down(b if half else c, d)
        self.residual3 = Residual(d, c if half else d, d)
        self.fc = nn.Linear(d, features)

    def forward(self, x):
        h = self.down3(self.down2(self.residual1(self.down1(self.stem(x)))))
        return self.fc(self.residual3(h).mean((2, 3)))
