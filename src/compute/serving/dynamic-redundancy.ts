/**
 * @file Redundancy by the step: GPUs host more experts than they run, and each step decides anew which copy takes which
 * tokens. The report explores it and gives no way to decide; this one is ours.
 */
import { refuse, requireIntegerInRange, requireNumbers, requireObject, type Numbers } from "../check.ts";
import type { ExpertPlacement } from "./load-balancer.ts";

export type DynamicRouting = {
  /** [replicas]: tokens that each place takes; 0 where it is not active. */
  tokensOfPlace: Float64Array;
  /** [gpus] */
  loadOfGpu: Float64Array;
  /** [gpus]: places that run. */
  activeOfGpu: Uint16Array;
  /** Load of the busiest GPU over the mean. */
  imbalance: number;
  /** The same if every hosted expert might run: no choice of copies can do better. */
  bound: number;
  /** Whether every GPU keeps to `active`; false only where no choice of copies does. */
  withinLimit: boolean;
};

/**
 * Splits the tokens of each expert among its copies so that the busiest GPU has as little as possible, no GPU running more
 * than `active` experts.
 *
 * First all copies may run, and experts split their tokens one after the other so as to level the GPUs they lie on, until
 * no share moves by a millionth of the mean. Such rounds lower the sum of squared loads to its minimum, at which the
 * greatest load is least too. Then the GPU with the most experts beyond the limit stops the copy that takes fewest tokens,
 * and its neighbors are leveled anew, until all keep to it; and the busiest GPU is relieved by copies elsewhere as long as
 * that helps. These choices are greedy, so the result need not be the best one; `bound` says how far off it can be.
 *
 * @param loads  [experts]: tokens of each expert in the step
 * @param hosts  where the copies lie, of one layer
 * @param options  `active`: experts that a GPU may run. The report's example: 16 hosted, 9 active
 * @throws RangeError if `hosts` has several layers or lacks an expert, a load is negative, or `active` no positive integer
 * @source §3.4.1
 */
export function dynamicRouting(loads: Numbers, hosts: ExpertPlacement, options: { active: number }): DynamicRouting {
  requireObject({ hosts, options });
  const { experts, replicas, gpus, expertOfReplica, layers } = hosts;
  const { active } = options;
  requireIntegerInRange({ experts, replicas, gpus, active }, 1, 65_535);
  if (layers !== 1) refuse("layers", "be 1", layers);
  if (replicas % gpus !== 0) refuse("replicas", `be a multiple of the ${gpus} GPUs`, replicas);
  requireNumbers({ loads, expertOfReplica });
  if (loads.length !== experts) refuse("loads", `have ${experts} entries`, loads.length);
  if (expertOfReplica.length !== replicas)
    refuse("expertOfReplica", `have ${replicas} entries`, expertOfReplica.length);
  const perGpu = replicas / gpus;
  const gpuOf = (place: number): number => Math.floor(place / perGpu);
  const placesOfExpert: number[][] = Array.from({ length: experts }, () => []);
  for (let place = 0; place < replicas; place++) {
    if (expertOfReplica[place] >= experts)
      refuse("expertOfReplica", `hold experts below ${experts}`, expertOfReplica[place]);
    const places = placesOfExpert[expertOfReplica[place]];
    // A second copy on the same GPU is of no use.
    if (!places.some((other) => gpuOf(other) === gpuOf(place))) places.push(place);
  }
  for (let expert = 0; expert < experts; expert++) {
    if (loads[expert] < 0) refuse(`loads[${expert}]`, "be 0 or above", loads[expert]);
    if (placesOfExpert[expert].length === 0) refuse("expertOfReplica", `hold every expert, also ${expert}`, "none");
  }
  const tokens = new Float64Array(replicas);
  const load = new Float64Array(gpus);
  for (let expert = 0; expert < experts; expert++) {
    const share = loads[expert] / placesOfExpert[expert].length;
    for (const place of placesOfExpert[expert]) {
      tokens[place] = share;
      load[gpuOf(place)] += share;
    }
  }
  let total = 0;
  for (let expert = 0; expert < experts; expert++) total += loads[expert];
  const mean = total / gpus;
  const imbalance = (): number => (total === 0 ? 1 : Math.max(...load) / mean);

  /** Levels the GPUs of one expert: the largest change of a place. */
  const level = (expert: number): number => {
    const places = placesOfExpert[expert];
    if (places.length < 2) return 0;
    for (const place of places) load[gpuOf(place)] -= tokens[place];
    const given = fill(
      places.map((place) => load[gpuOf(place)]),
      loads[expert],
    );
    let change = 0;
    places.forEach((place, i) => {
      change = Math.max(change, Math.abs(given[i] - tokens[place]));
      tokens[place] = given[i];
      load[gpuOf(place)] += given[i];
    });
    return change;
  };
  const settle = (rounds: number): void => {
    for (let round = 0; round < rounds; round++) {
      let change = 0;
      for (let expert = 0; expert < experts; expert++) change = Math.max(change, level(expert));
      if (change <= 1e-6 * mean) break;
    }
  };
  settle(200);
  const bound = imbalance();

  const running = new Uint16Array(gpus);
  const isActive = new Uint8Array(replicas);
  const copies = placesOfExpert.map((places) => [...places]);
  for (const place of copies.flat()) {
    running[gpuOf(place)]++;
    isActive[place] = 1;
  }
  const placesOf = (gpu: number): number[] => Array.from({ length: perGpu }, (_, i) => gpu * perGpu + i);
  /** Levels what lies on a GPU. */
  const levelAround = (gpu: number): void => {
    for (const place of placesOf(gpu)) if (isActive[place]) level(expertOfReplica[place]);
  };
  const stop = (place: number): void => {
    const expert = expertOfReplica[place];
    isActive[place] = 0;
    running[gpuOf(place)]--;
    placesOfExpert[expert] = placesOfExpert[expert].filter((other) => other !== place);
    // What it took goes to a copy that stays; leveling spreads it right after.
    const [heir] = placesOfExpert[expert];
    tokens[heir] += tokens[place];
    load[gpuOf(heir)] += tokens[place];
    load[gpuOf(place)] -= tokens[place];
    tokens[place] = 0;
    levelAround(gpuOf(place));
    levelAround(gpuOf(heir));
  };
  const start = (place: number): void => {
    isActive[place] = 1;
    running[gpuOf(place)]++;
    placesOfExpert[expertOfReplica[place]].push(place);
  };
  /** The copy of least use that a GPU can do without; −1 if each of its experts runs nowhere else. */
  const spare = (gpu: number): number =>
    placesOf(gpu).reduce(
      (least, place) =>
        isActive[place] &&
        placesOfExpert[expertOfReplica[place]].length > 1 &&
        (least < 0 || tokens[place] < tokens[least])
          ? place
          : least,
      -1,
    );
  /** Copies to start, each in place of one to stop, that lead from a GPU without a spare copy to one with room; null if none do. */
  const shift = (from: number): [stop: number, start: number][] | null => {
    const cameBy = new Map<number, [stop: number, start: number] | null>([[from, null]]);
    for (const gpu of cameBy.keys()) {
      if (gpu !== from && (running[gpu] < active || spare(gpu) >= 0)) {
        const path: [number, number][] = [];
        for (let step = cameBy.get(gpu); step; step = cameBy.get(gpuOf(step[0]))) path.push(step);
        return path;
      }
      for (const place of placesOf(gpu)) {
        if (!isActive[place]) continue;
        for (const other of copies[expertOfReplica[place]])
          if (!isActive[other] && !cameBy.has(gpuOf(other))) cameBy.set(gpuOf(other), [place, other]);
      }
    }
    return null;
  };
  /** Places around a ring of experts and GPUs, each expert and GPU with two of them; empty if there is none. */
  const ring = (): number[] => {
    const seen = new Uint8Array(gpus);
    for (let root = 0; root < gpus; root++) {
      if (seen[root]) continue;
      // Depth first: by which place each GPU and expert was reached.
      const stack: { gpu: number; by: number; path: number[] }[] = [{ gpu: root, by: -1, path: [] }];
      const depthOf = new Map<number, number>();
      while (stack.length > 0) {
        const { gpu, by, path } = stack.pop()!;
        if (depthOf.has(gpu)) continue;
        depthOf.set(gpu, path.length);
        seen[gpu] = 1;
        const gpusOnPath = [root, ...path.filter((_, i) => i % 2 === 1).map(gpuOf)];
        for (const out of placesOf(gpu)) {
          if (!isActive[out] || out === by) continue;
          const expert = expertOfReplica[out];
          // The expert by which we came leads back through another of its copies.
          if (by >= 0 && expertOfReplica[by] === expert) continue;
          for (const into of placesOfExpert[expert]) {
            if (into === out) continue;
            const at = gpusOnPath.indexOf(gpuOf(into));
            if (at >= 0) {
              const around = [...path.slice(2 * at), out, into];
              if (new Set(around.map((place) => expertOfReplica[place])).size === around.length / 2) return around;
              continue;
            }
            stack.push({ gpu: gpuOf(into), by: into, path: [...path, out, into] });
          }
        }
      }
    }
    return [];
  };
  // Tokens pushed around a ring change no load; enough of them, and a copy has none left.
  for (let around = ring(); around.length > 0; around = ring()) {
    const [even, odd] = [0, 1].map((from) =>
      around.filter((_, i) => i % 2 === from).reduce((a, b) => (tokens[b] < tokens[a] ? b : a)),
    );
    const last = running[gpuOf(even)] > running[gpuOf(odd)] ? even : odd;
    const pushed = tokens[last];
    around.forEach((place, i) => (tokens[place] += (i % 2 === around.indexOf(last) % 2 ? -1 : 1) * pushed));
    tokens[last] = 0;
    isActive[last] = 0;
    running[gpuOf(last)]--;
    placesOfExpert[expertOfReplica[last]] = placesOfExpert[expertOfReplica[last]].filter((place) => place !== last);
  }
  let withinLimit = true;
  for (;;) {
    let fullest = 0;
    for (let gpu = 1; gpu < gpus; gpu++) if (running[gpu] > running[fullest]) fullest = gpu;
    if (running[fullest] <= active) break;
    const least = spare(fullest);
    if (least >= 0) {
      stop(least);
      continue;
    }
    const path = shift(fullest);
    if (path === null) {
      withinLimit = false;
      break;
    }
    for (const [, begin] of path) start(begin);
    for (const [end] of path) stop(end);
  }
  settle(200);
  /** Whether the busiest GPU can be relieved by a copy elsewhere that does not run yet, in place of one of little use. */
  const relieve = (): boolean => {
    const most = Math.max(...load);
    const busiest = load.indexOf(most);
    for (const place of placesOf(busiest)) {
      if (!isActive[place] || tokens[place] === 0) continue;
      for (const other of copies[expertOfReplica[place]]) {
        const gpu = gpuOf(other);
        if (isActive[other] || load[gpu] >= mean) continue;
        const kept = {
          tokens: tokens.slice(),
          load: load.slice(),
          running: running.slice(),
          isActive: isActive.slice(),
          places: placesOfExpert.slice().map((places) => [...places]),
        };
        start(other);
        levelAround(gpu);
        for (const full of [gpu, busiest]) if (running[full] > active && spare(full) >= 0) stop(spare(full));
        settle(4);
        if (running[gpu] <= active && Math.max(...load) < most * (1 - 1e-4)) return true;
        tokens.set(kept.tokens);
        load.set(kept.load);
        running.set(kept.running);
        isActive.set(kept.isActive);
        kept.places.forEach((places, expert) => (placesOfExpert[expert] = places));
      }
    }
    return false;
  };
  for (let step = 0; withinLimit && step < 2 * gpus && imbalance() > bound * (1 + 1e-3) && relieve(); step++);
  settle(200);
  return { tokensOfPlace: tokens, loadOfGpu: load, activeOfGpu: running, imbalance: imbalance(), bound, withinLimit };
}

/** Pours `amount` into vessels that are filled to `levels`: lowest first, until all that got some are level. */
function fill(levels: readonly number[], amount: number): number[] {
  const order = levels.map((_, i) => i).sort((a, b) => levels[a] - levels[b] || a - b);
  let sum = 0;
  let surface = 0;
  for (let count = 1; count <= order.length; count++) {
    sum += levels[order[count - 1]];
    surface = (sum + amount) / count;
    if (count === order.length || surface <= levels[order[count]]) break;
  }
  return levels.map((level) => Math.max(0, surface - level));
}
