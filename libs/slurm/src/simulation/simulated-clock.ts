interface Timer {
  at: number;
  act: () => void;
}

/** A clock that only moves when nothing else can go on, so that thousands of schedules take seconds. */
export class SimulatedClock {
  /** Milliseconds. */
  now = 0;
  private timers: Timer[] = [];

  after(ms: number, act: () => void): void {
    this.timers.push({ at: this.now + ms, act });
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.after(ms, wake));
  }

  /** Lets time pass until the promise is settled. Throws when nothing would ever happen again, or after three simulated days. */
  async settle(promise: Promise<unknown>): Promise<void> {
    const last = this.now + 3 * 24 * 3_600_000;
    let settled = false;
    const end = () => (settled = true);
    void promise.then(end, end);
    for (;;) {
      await drained();
      if (settled) return;
      const next = this.next();
      if (next === undefined) throw new Error('nobody waits, and nothing has ended');
      this.now = Math.max(this.now, next.at);
      if (this.now > last) throw new Error('three days without an end');
      next.act();
    }
  }

  /** Of timers that are due at once the oldest. */
  private next(): Timer | undefined {
    const [first, ...others] = this.timers;
    if (first === undefined) return undefined;
    const next = others.reduce((least, timer) => (timer.at < least.at ? timer : least), first);
    this.timers.splice(this.timers.indexOf(next), 1);
    return next;
  }
}

/** Resolves when no code can go on before time passes. */
const drained = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
