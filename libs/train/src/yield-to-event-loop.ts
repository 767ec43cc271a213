/** Lets signals and timers of the process have their turn: TensorFlow blocks, and its promises are done at once. */
export const yieldToEventLoop = (): Promise<void> =>
  new Promise((resolve) => setImmediate(resolve));
