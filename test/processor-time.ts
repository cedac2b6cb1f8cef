/** @file How long something takes of this thread's processor time: what else runs on the machine does not count. */

/** Milliseconds that this thread has computed so far. */
export function threadMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds that `act` computes, until it returns. */
export function processorTime(act: () => unknown): number {
  const begin = threadMilliseconds();
  act();
  return threadMilliseconds() - begin;
}
