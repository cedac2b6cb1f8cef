/** @file Loads summed over the last steps of a run, by expert and by domain. */

export type RecentLoad = {
  /** Takes in one step; the oldest one leaves when the window is full. */
  add(tokensOfDomainAndExpert: Uint32Array): void;
  /** [domains × routedExperts], summed over the steps in the window. */
  readonly tokensOfDomainAndExpert: Uint32Array;
  /** [routedExperts], likewise. */
  tokensOfExpert(): Uint32Array;
};

/** A window of `steps` steps, empty. */
export function createRecentLoad(steps: number, domains: number, routedExperts: number): RecentLoad {
  const size = domains * routedExperts;
  const kept: Uint32Array[] = [];
  const sums = new Uint32Array(size);
  let oldest = 0;
  function add(loads: Uint32Array): void {
    if (kept.length < steps) kept.push(loads.slice());
    else {
      const leaving = kept[oldest];
      for (let i = 0; i < size; i++) sums[i] -= leaving[i];
      leaving.set(loads);
      oldest = (oldest + 1) % steps;
    }
    for (let i = 0; i < size; i++) sums[i] += loads[i];
  }
  function tokensOfExpert(): Uint32Array {
    const loads = new Uint32Array(routedExperts);
    for (let i = 0; i < size; i++) loads[i % routedExperts] += sums[i];
    return loads;
  }
  return { add, tokensOfDomainAndExpert: sums, tokensOfExpert };
}
