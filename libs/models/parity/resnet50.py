"""The networks of ../src/resnet50.ts and ../src/resnet50-pair.ts in PyTorch: the same layers, order and parameter names."""
from resnet9 import Shortcut, Stem
from torch import nn
from torch.nn import functional as F


class Bottleneck(nn.Module):
    def __init__(self, before, inner, stride=1, dilation=1):
        super().__init__()
        after = 4 * inner
        self.conv1 = nn.Conv2d(before, inner, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride, dilation, dilation, bias=False)
        self.norm2 = nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, after, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(after)
        same = stride == 1 and before == after
        self.shortcut = nn.Identity() if same else Shortcut(before, after, stride)

    def forward(self, x):
        inner = F.relu(self.norm1(self.conv1(x)))
        inner = F.relu(self.norm2(self.conv2(inner)))
        return F.relu(self.norm3(self.conv3(inner)) + self.shortcut(x))


class ResNet50(nn.Module):
    def __init__(self, width, features, channels=3, base=64, dense=False):
        super().__init__()
        before = max(1, round(64 * width))
        self.stem = Stem(channels, before, 7, 2)
        for stage, depth in enumerate((3, 4, 6, 3)):
            inner = max(1, round(base * 2**stage * width))
            dilated = dense and stage == 3
            blocks = []
            for i in range(depth):
                stride = 2 if i == 0 and stage > 0 and not dilated else 1
                blocks.append(Bottleneck(before, inner, stride, 2 if dilated and i > 0 else 1))
                before = 4 * inner
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(before, features)

    def forward(self, x):
        h = self.layer4(self.layer3(self.layer2(self.layer1(self.stem(x)))))
        return self.fc(h.mean((2, 3)))
