/** @file Networks of switches: what they join and need, as arXiv:2505.09343 (Table 3) compares them, and what they cost. */
import {
  refuse,
  requireIntegerInRange,
  requireNonNegative,
  requireObject,
  requirePositive,
  requirePositiveInteger,
} from "../check.ts";
import { deepFreeze } from "../freeze.ts";

export type Topology = {
  endpoints: number;
  switches: number;
  /** Between switches; the cable of each endpoint is not counted. */
  links: number;
  /** Ports of a switch that are used. */
  portsUsed: number;
  /** Switches on the longest of the shortest ways between two endpoints that are joined at all. */
  switchesPassed: number;
};

const mostPorts = 4096;

/**
 * A full fat tree of two or three layers: each switch below the top has half of its ports down and half up.
 *
 * Two layers of k ports: k²/2 endpoints, k leaves and k/2 spines. Three: k³/4 endpoints, 5k²/4 switches.
 *
 * @param ports  of a switch; even
 * @throws RangeError if `ports` is odd or not from 2 to 4,096, `layers` neither 2 nor 3, or `planes` no positive integer
 * @source arXiv:2505.09343, §5.1; its planes are such trees side by side, one for each adapter of a node
 */
export function fatTree(options: { ports: number; layers: 2 | 3; planes?: number }): Topology {
  requireObject({ options });
  const { ports, layers, planes = 1 } = options;
  requireIntegerInRange({ ports }, 2, mostPorts);
  requireIntegerInRange({ layers }, 2, 3);
  requirePositiveInteger({ planes });
  if (ports % 2 !== 0) refuse("ports", "be even", ports);
  const half = ports / 2;
  const endpoints = layers === 2 ? ports * half : ports * half * half;
  const switches = layers === 2 ? 3 * half : 5 * half * half;
  return {
    endpoints: planes * endpoints,
    switches: planes * switches,
    links: planes * endpoints * (layers - 1),
    portsUsed: ports,
    switchesPassed: 2 * layers - 1,
  };
}

/**
 * A Slim Fly: 2q² switches, any two of which are at most two links apart; each has (3q − δ)/2 links, where q = 4w + δ, and
 * half as many endpoints, rounded up.
 *
 * The construction is known for prime powers q. The published table has q = 28, which is none: with switches of 64 ports
 * the largest one that can be built has q = 27.
 *
 * @param q  3 to 2,048, not 2 more than a multiple of 4
 * @throws RangeError if `q` is not allowed
 * @source arXiv:1912.08968, §II; arXiv:2505.09343, Table 3
 */
export function slimFly(q: number): Topology {
  requireIntegerInRange({ q }, 3, 2048);
  if (q % 4 === 2) refuse("q", "be −1, 0 or 1 more than a multiple of 4", q);
  const degree = (3 * q - (q % 4 === 3 ? -1 : q % 4)) / 2;
  const endpointsOfSwitch = Math.ceil(degree / 2);
  return {
    endpoints: 2 * q * q * endpointsOfSwitch,
    switches: 2 * q * q,
    links: q * q * degree,
    portsUsed: degree + endpointsOfSwitch,
    switchesPassed: 3,
  };
}

/**
 * Whether a whole number is a power of a prime.
 *
 * @throws RangeError if `q` is not an integer from 2 to 2³¹
 * @source ours: which Slim Flies exist, arXiv:1912.08968, §2
 */
export function isPrimePower(q: number): boolean {
  requireIntegerInRange({ q }, 2, 2 ** 31);
  let prime = 2;
  while (prime * prime <= q && q % prime !== 0) prime++;
  if (q % prime !== 0) return true; // no divisor: a prime
  let rest = q;
  while (rest % prime === 0) rest /= prime;
  return rest === 1;
}

/**
 * A Dragonfly: groups of `2h` switches that are joined each with each, with h endpoints and h links to other groups on each
 * switch, and one link between any two groups.
 *
 * Full, it has 2h² + 1 groups. The published table has h = 16 and 511 groups, two fewer.
 *
 * @param options.globalLinks  h
 * @param options.groups  default 2h² + 1
 * @throws RangeError if `globalLinks` is not from 1 to 256, or there are more groups than links reach
 * @source Kim, Dally, Scott and Abts, doi:10.1109/ISCA.2008.19; arXiv:2505.09343, Table 3
 */
export function dragonfly(options: { globalLinks: number; groups?: number }): Topology {
  requireObject({ options });
  const { globalLinks } = options;
  requireIntegerInRange({ globalLinks }, 1, 256);
  const switchesOfGroup = 2 * globalLinks;
  const { groups = switchesOfGroup * globalLinks + 1 } = options;
  requireIntegerInRange({ groups }, 1, switchesOfGroup * globalLinks + 1);
  const switches = groups * switchesOfGroup;
  const local = (groups * switchesOfGroup * (switchesOfGroup - 1)) / 2;
  return {
    endpoints: switches * globalLinks,
    switches,
    links: local + Math.floor((switches * globalLinks) / 2),
    portsUsed: switchesOfGroup - 1 + 2 * globalLinks,
    switchesPassed: 4,
  };
}

/**
 * The largest Slim Fly that switches of so many ports allow, by a prime power.
 *
 * @throws RangeError if `ports` is not an integer from 8 to 4,096
 * @source arXiv:1912.08968, §II; ours: the search
 */
export function largestSlimFly(ports: number): { q: number; topology: Topology } {
  requireIntegerInRange({ ports }, 8, mostPorts);
  let q = 3;
  for (let next = 4; next <= ports; next++)
    if (next % 4 !== 2 && isPrimePower(next) && slimFly(next).portsUsed <= ports) q = next;
  return { q, topology: slimFly(q) };
}

/**
 * The largest Dragonfly that switches of so many ports allow: 4h − 1 of them are used.
 *
 * @throws RangeError if `ports` is not an integer from 8 to 1,023
 * @source doi:10.1109/ISCA.2008.19, §3; ours: the search
 */
export function largestDragonfly(ports: number): { globalLinks: number; topology: Topology } {
  requireIntegerInRange({ ports }, 8, 1023);
  const globalLinks = Math.floor((ports + 1) / 4);
  return { globalLinks, topology: dragonfly({ globalLinks }) };
}

export type PublishedTopology = {
  id: string;
  name: string;
  topology: Topology;
  printed: Pick<Topology, "endpoints" | "switches" | "links">;
  usd: number;
};

const printed = (endpoints: number, switches: number, links: number) => ({ endpoints, switches, links });

/** The table's five networks of switches with 64 ports: computed, and as printed, with the printed cost. @source arXiv:2505.09343v2, Table 3 */
export const publishedTopologies: readonly PublishedTopology[] = deepFreeze([
  {
    id: "ft2",
    name: "Fat tree, two layers",
    topology: fatTree({ ports: 64, layers: 2 }),
    printed: printed(2048, 96, 2048),
    usd: 9e6,
  },
  {
    id: "mpft",
    name: "Fat trees in eight planes",
    topology: fatTree({ ports: 64, layers: 2, planes: 8 }),
    printed: printed(16_384, 768, 16_384),
    usd: 72e6,
  },
  {
    id: "ft3",
    name: "Fat tree, three layers",
    topology: fatTree({ ports: 64, layers: 3 }),
    printed: printed(65_536, 5120, 131_072),
    usd: 491e6,
  },
  {
    id: "slim-fly",
    name: "Slim Fly, q = 28",
    topology: slimFly(28),
    printed: printed(32_928, 1568, 32_928),
    usd: 146e6,
  },
  {
    id: "dragonfly",
    name: "Dragonfly, 511 groups",
    topology: dragonfly({ globalLinks: 16, groups: 511 }),
    printed: printed(261_632, 16_352, 384_272),
    usd: 1522e6,
  },
]);

export type NetworkPrices = { usdPerSwitch: number; usdPerLink: number };

/**
 * Price of a network, switches and links between them.
 *
 * @throws RangeError if a price or a count is negative
 * @source ours: switches and links, times their prices
 */
export function networkUsd(topology: Pick<Topology, "switches" | "links">, prices: NetworkPrices): number {
  requireObject({ topology, prices });
  const { switches, links } = topology;
  const { usdPerSwitch, usdPerLink } = prices;
  requireNonNegative({ switches, links, usdPerSwitch, usdPerLink });
  return switches * usdPerSwitch + links * usdPerLink;
}

/**
 * The two prices with which two networks cost what is printed of them. The published table gives no prices, so these are
 * read out of it: a fit with nothing left over, which says nothing until a third network is priced with them.
 *
 * @throws RangeError if a count or cost is not above 0, or the two are the same network at different sizes
 * @source arXiv:2505.09343, Table 3, solved for its prices
 */
export function impliedPrices(
  a: { switches: number; links: number; usd: number },
  b: { switches: number; links: number; usd: number },
): NetworkPrices {
  requireObject({ a, b });
  requirePositive({
    "a.switches": a.switches,
    "a.links": a.links,
    "a.usd": a.usd,
    "b.switches": b.switches,
    "b.links": b.links,
    "b.usd": b.usd,
  });
  const determinant = a.switches * b.links - b.switches * a.links;
  if (determinant === 0) refuse("b", "have another ratio of links to switches than a", b.links / b.switches);
  return {
    usdPerSwitch: (a.usd * b.links - b.usd * a.links) / determinant,
    usdPerLink: (a.switches * b.usd - b.switches * a.usd) / determinant,
  };
}
