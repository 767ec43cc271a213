"""Writes simulated studies: 550 random ones (300 isotonic, 250 paper), each seeded by its name, and 20 corner cases.

  python3 studies.py OUTPUT [EVERY]      EVERY: only every EVERY-th study
"""
import json
import math
import random
import sys

KINDS = ["plain", "plain", "plain", "saturated", "tied", "plateau", "dip", "edge", "flat", "zero", "noisy",
         "single", "coarse"]


def ladder(rng, count):
    n = [rng.choice([4, 10, 25, 50, 100, 137])]
    while len(n) < count:
        n.append(max(n[-1] + 1, round(n[-1] * rng.choice([1.5, 2, 2, 2.5, 4, 5, 10, rng.uniform(1.5, 10)]))))
    return n


def study(rng, mode, number):
    kind = KINDS[number % len(KINDS)]
    percent, error = rng.random() < .5, rng.random() < .2
    n = ladder(rng, rng.randint(2, 9))
    spread = rng.choice([.003, .01, .02]) * (4 if kind == "noisy" else 1)
    falls = rng.random() < .6                       # spread falls with n
    span = math.log(n[-1] / n[0])
    low, high = rng.uniform(.1, .4), rng.uniform(.6, .95)
    flat_from = rng.uniform(.2, .7)
    bend = rng.choice([.6, 1, 1.6])

    def truth(at):
        s = math.log(at / n[0]) / span
        if kind == "saturated":
            return min(1, low + (1 - low) * 1.6 * max(s, 0))
        if kind == "plateau":
            s = min(s, flat_from) / flat_from
        if kind == "flat":
            return low
        return low + (high - low) * (math.copysign(abs(s) ** bend, s))

    dips = {at: rng.uniform(.03, .2) for at in n if kind == "dip" and rng.random() < .5}
    digits = {"coarse": 2, "saturated": 3, "tied": 2}.get(kind, 4)

    def runs(value, at):
        count = 1 if kind == "single" else rng.randint(1, 5)
        sd = spread * (math.sqrt(n[0] / at) if falls else 1)
        if kind == "zero":
            sd = 0
        if kind == "tied" and rng.random() < .6:
            sd = 0
        out = []
        for _ in range(count):
            v = value + rng.gauss(0, sd)
            if kind == "saturated" and v > .985:
                v = 1
            out.append(min(1, max(0, v)))
        # coarse, tied and zero studies: two digits (zero: the same in every run)
        out = [round(v, 2 if kind == "zero" else digits) for v in out]
        if error:
            out = [round(1 - v, 6) for v in out]
        return [round(100 * v, 6) for v in out] if percent else out

    scratch = [{"n": at, "runs": runs(truth(at) - dips.get(at, 0), at)} for at in n]
    if kind == "tied":                              # a stretch of equal cells
        i = rng.randrange(len(n))
        for k in range(i, min(len(n), i + rng.randint(1, 3))):
            same, count = scratch[i]["runs"], len(scratch[k]["runs"])
            scratch[k]["runs"] = (same * 5)[:count] if rng.random() < .3 else list(same)
    places = set(rng.sample(n, rng.randint(1, min(4, len(n)))))
    for _ in range(rng.choice([0, 0, 1, 2])):        # off the ladder, now and then outside it
        share = rng.uniform(-.15 if rng.random() < .4 else 0, 1.15 if rng.random() < .4 else 1)
        places.add(max(1, round(n[0] * math.exp(share * span))))
    finetuned = []
    for at in sorted(places):
        how = rng.random()
        gain = rng.choice([0, 0, .3, .7, 1.2, 2, -.5, -1]) * math.log(2)
        value = truth(at * math.exp(gain))
        if kind == "saturated" and how < .5:
            value = 1
        if kind == "flat":
            value = low + rng.choice([-1, 0, 0, 1]) * rng.uniform(0, .1)
        if kind == "edge":
            top, bottom = truth(n[-1]), truth(n[0])
            value = rng.choice([top + .05, top, bottom, bottom - .05, top + .004, bottom - .004])
            if how < .4 and rng.random() < .5:       # as good as the first or last cell, exactly
                finetuned.append({"n": at, "runs": list(scratch[rng.choice([0, -1])]["runs"])})
                continue
        if kind in ("tied", "zero", "coarse", "plateau") and how < .4:       # exactly equal to some scratch cell
            finetuned.append({"n": at, "runs": list(rng.choice(scratch)["runs"])})
            continue
        finetuned.append({"n": at, "runs": runs(value, at)})
    coverage, draws = rng.choice([(.95, 2000)] * 6 + [(.9, 2000), (.95, 1000), (.99, 2000), (.8, 999)])
    return {"id": f"{mode}-{number:03d}-{kind}", "kind": kind, "mode": mode, "higherIsBetter": not error,
            "percent": percent, "coverage": coverage, "draws": draws, "scratch": scratch, "finetuned": finetuned}


def corners():
    rng = random.Random(41)
    wide = {n: [round(.9 - 3 / math.sqrt(n) + rng.gauss(0, .4 / math.sqrt(n) + .002), 4) for _ in range(5)]
            for n in (100, 1000, 10000, 100000)}
    quick = {100: [.9, .9], 200: [1, 1], 400: [1, 1], 800: [1, 1]}
    steps = {100: [.30, .31], 200: [.40, .41], 400: [.50, .51]}
    curve = {100: [.30, .32], 200: [.45, .47], 400: [.42, .40], 800: [.6, .61]}
    peak = {100: [30, 30.1], 250: [60, 60.1], 1000: [50, 50.1]}
    three = {100: [.6] * 3, 200: [.8] * 3, 400: [.8] * 3}
    cases = [("edge-top", "isotonic", steps, {400: [.80, .81]}), ("edge-bottom", "isotonic", steps, {100: [.10, .11]}),
             ("tie", "isotonic", quick, {400: [1, 1], 800: [1, 1]}),
             ("curve-a", "isotonic", curve, {100: [.433, .435]}),
             ("curve-b", "isotonic", curve, {100: [.334, .534]}), ("paper-peak", "paper", peak, {100: [70, 70.1]}),
             ("rounding-mean", "isotonic", {100: [.6, .6], 200: [.8, .8]}, {100: [.8, .8, .8]}),
             ("rounding-variance", "isotonic", three, {100: [.8] * 3}),
             ("two-equal-seeds", "isotonic", {n: r[:2] for n, r in three.items()}, {100: [.8] * 2}),
             ("wide-ladder", "isotonic", wide, {100: [.75, .76, .74], 10000: [.88, .881, .879]}),
             ("dip-57", "isotonic", {100: [30], 250: [60], 1000: [50]}, {100: [57]}),
             ("dip-57-paper", "paper", {100: [30], 250: [60], 1000: [50]}, {100: [57], 250: [60], 1000: [60, 61]}),
             ("chance-flat", "isotonic", {100: [10.0, 10.0], 400: [10.0, 10.0]},
              {100: [10.0, 10.0], 400: [10.0, 10.0]}),
             ("pooled-dip", "isotonic", {100: [.30, .31], 200: [.50, .51], 400: [.45, .46], 800: [.7, .71]},
              {200: [.48, .48], 400: [.45, .51], 300: [.48]}),
             ("tie-paper", "paper", quick, {100: [1, 1], 400: [1, 1], 800: [1, 1]}),
             ("below-paper", "paper", peak, {100: [20, 20.5], 1000: [30.05, 30.05]})]
    for coverage, draws in ((.95, 2000), (.95, 1000), (.95, 400), (.9, 1000)):
        tuned = {100: [.40, .42], 200: [.43, .46]}
        cases.append((f"tail-{draws}-{coverage}", "isotonic", steps, tuned, coverage, draws))
    for case in cases:
        name, mode, scratch, tuned, coverage, draws = (*case, .95, 2000)[:6]
        yield {"id": f"corner-{name}", "kind": "corner", "mode": mode, "higherIsBetter": True, "percent": False,
               "coverage": coverage, "draws": draws,
               "scratch": [{"n": n, "runs": r} for n, r in scratch.items()],
               "finetuned": [{"n": n, "runs": r} for n, r in sorted(tuned.items())]}


def main(out, every="1"):
    made = [study(random.Random(f"{mode} {i}"), mode, i)
            for mode, count in (("isotonic", 300), ("paper", 250)) for i in range(count)]
    made = [*made, *corners()][::int(every)]
    with open(out, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
