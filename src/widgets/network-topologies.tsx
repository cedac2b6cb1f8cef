/** @file Five networks of switches: endpoints, switches, links and cost, beside the published table. */
import * as Plot from "@observablehq/plot";
import {
  dragonfly,
  fatTree,
  impliedPrices,
  largestDragonfly,
  largestSlimFly,
  networkUsd,
  publishedTopologies,
  slimFly,
} from "../compute/index.ts";
import {
  Chart,
  choice,
  color,
  defineWidget,
  formatCount,
  formatNumber,
  formatPercent,
  formatUsd,
  integer,
  Legend,
  number,
  Readout,
  Table,
  toggle,
} from "../kit/index.ts";

const [, planesPrinted, threeLayers] = publishedTopologies;
const implied = impliedPrices(
  { ...planesPrinted.printed, usd: planesPrinted.usd },
  { ...threeLayers.printed, usd: threeLayers.usd },
);

export default defineWidget({
  id: "network-topologies",
  title: "Networks, and what an endpoint costs",
  source: "arXiv:2505.09343, §5.1, Table 3",
  caption:
    "Each network at its largest with switches of so many ports. Sizes follow from the construction and, at rest, agree with the published table. It prints costs and no prices: the two prices at rest are those with which its fat trees come out as printed, found by us; the others are then computed, and off by what the table says. Cables of endpoints count for nothing here. Slim Fly and Dragonfly have the published sizes as long as that is set, though 28 is no prime power and a full Dragonfly has two groups more.",
  params: {
    ports: choice({ label: "Ports of a switch", options: [32, 64, 128, 256], initial: 64, report: true }),
    planes: integer({ label: "Planes", range: [1, 16], initial: 8, report: true }),
    asPrinted: toggle({ label: "Slim Fly and Dragonfly as printed", initial: true, when: { ports: 64 } }),
    usdPerSwitch: number({
      label: "Price of a switch",
      range: [1e3, 1e6],
      scale: "log",
      shown: "usd",
      initial: Math.round(implied.usdPerSwitch),
    }),
    usdPerLink: number({
      label: "Price of a link",
      range: [10, 1e4],
      scale: "log",
      shown: "usd",
      initial: Math.round(implied.usdPerLink),
    }),
  },
  presets: {
    "As published": {},
    "Largest that can be built": { asPrinted: false },
    "128 ports, as RoCE has": { ports: 128 },
    "Four planes": { planes: 4 },
  },
  compute: ({ ports, planes, asPrinted, usdPerSwitch, usdPerLink }) => {
    const printedSizes = ports === 64 && asPrinted;
    const networks = [
      { id: "ft2", name: "Fat tree, two layers", topology: fatTree({ ports, layers: 2 }) },
      {
        id: "mpft",
        name: `The same in ${planes} ${planes === 1 ? "plane" : "planes"}`,
        topology: fatTree({ ports, layers: 2, planes }),
      },
      { id: "ft3", name: "Fat tree, three layers", topology: fatTree({ ports, layers: 3 }) },
      {
        id: "slim-fly",
        name: printedSizes ? "Slim Fly, q = 28" : `Slim Fly, q = ${largestSlimFly(ports).q}`,
        topology: printedSizes ? slimFly(28) : largestSlimFly(ports).topology,
      },
      {
        id: "dragonfly",
        name: "Dragonfly",
        topology: printedSizes ? dragonfly({ globalLinks: 16, groups: 511 }) : largestDragonfly(ports).topology,
      },
    ];
    return networks.map(({ id, name, topology }) => {
      const usd = networkUsd(topology, { usdPerSwitch, usdPerLink });
      const published = publishedTopologies.find((each) => each.id === id)!;
      const same =
        published.printed.endpoints === topology.endpoints && published.printed.switches === topology.switches;
      return {
        id,
        name,
        ...topology,
        usd,
        usdPerEndpoint: usd / topology.endpoints,
        printedPerEndpoint: same ? published.usd / published.printed.endpoints : null,
      };
    });
  },
  view: (rows, { values }) => {
    const [two, planes, three] = rows;
    const known = rows.filter(
      (row): row is typeof row & { printedPerEndpoint: number } => row.printedPerEndpoint !== null,
    );
    return (
      <>
        <Readout
          items={[
            {
              label: "Two layers",
              value: two.endpoints,
              as: ["number", 6],
              note: `endpoints, ${formatNumber(two.switches, 5)} switches`,
            },
            {
              label: `In ${values.planes} ${values.planes === 1 ? "plane" : "planes"}`,
              value: planes.endpoints,
              as: ["number", 6],
              note: `endpoints, ${formatUsd(planes.usdPerEndpoint)} each`,
            },
            {
              label: "Three layers",
              value: three.endpoints,
              as: ["number", 6],
              note: `endpoints, ${formatUsd(three.usdPerEndpoint)} each`,
            },
            {
              label: "Third layer",
              value: three.usdPerEndpoint / planes.usdPerEndpoint - 1,
              as: "percent",
              note: "more for each endpoint",
            },
          ]}
        />
        <Chart
          label="Cost of a network for each of its endpoints"
          tips={(row: Row) =>
            `${row.name}: ${formatUsd(row.usdPerEndpoint)} for each of ${formatNumber(row.endpoints, 6)} endpoints${row.printedPerEndpoint === null ? "" : `; printed ${formatUsd(row.printedPerEndpoint)}`}`
          }
          options={({ narrow }) => ({
            height: 200,
            marginLeft: narrow ? 150 : 190,
            marginRight: 50,
            x: { label: "Dollars for each endpoint", grid: true, ticks: narrow ? 3 : 6 },
            y: { label: null, domain: rows.map(({ name }) => name) },
            marks: [
              Plot.barX(rows, {
                x: "usdPerEndpoint",
                y: "name",
                fill: (row: Row) => color(row.id === "mpft" ? "accent" : "neutral"),
                insetTop: 4,
                insetBottom: 4,
              }),
              Plot.text(rows, {
                x: "usdPerEndpoint",
                y: "name",
                text: (row: Row) => formatUsd(row.usdPerEndpoint, 3),
                textAnchor: "start",
                dx: 6,
              }),
              Plot.tickX(known, { x: "printedPerEndpoint", y: "name", stroke: color("loss-5"), strokeWidth: 2 }),
              Plot.ruleX([0]),
            ],
          })}
        />
        <Legend
          items={[
            ["V3’s network", "accent"],
            ["Others", "neutral"],
            ["As printed", "loss-5"],
          ]}
        />
        <Table
          label="Sizes and costs"
          height="14rem"
          rows={rows.map((row) => ({
            ...row,
            off: row.printedPerEndpoint === null ? null : row.usdPerEndpoint / row.printedPerEndpoint - 1,
          }))}
          columns={[
            { key: "name", label: "Network" },
            { key: "endpoints", label: "Endpoints", as: ["number", 6] },
            { key: "switches", label: "Switches", as: ["number", 6] },
            { key: "links", label: "Links", as: ["number", 6] },
            { key: "switchesPassed", label: "Switches passed", as: "number" },
            { key: "usd", label: "Cost", as: "usd" },
            { key: "off", label: "Off the printed cost", as: "percent" },
          ]}
        />
      </>
    );
  },
  summary: (rows) => {
    const off = rows
      .filter(({ printedPerEndpoint }) => printedPerEndpoint !== null)
      .map(({ usdPerEndpoint, printedPerEndpoint }) => Math.abs(usdPerEndpoint / printedPerEndpoint! - 1));
    return `${formatCount(rows[1].endpoints)} endpoints in planes cost ${formatUsd(rows[1].usdPerEndpoint)} each, in three layers ${formatUsd(rows[2].usdPerEndpoint)}${off.length > 0 ? `; against the printed costs these prices are off by at most ${formatPercent(Math.max(...off))}` : ""}.`;
  },
  table: (rows) => ({
    columns: [
      { key: "name", label: "Network" },
      { key: "endpoints", label: "Endpoints" },
      { key: "switches", label: "Switches" },
      { key: "links", label: "Links between switches" },
      { key: "portsUsed", label: "Ports used" },
      { key: "usd", label: "Cost", unit: "US dollars" },
      { key: "usdPerEndpoint", label: "For each endpoint", unit: "US dollars" },
      { key: "printedPerEndpoint", label: "As printed", unit: "US dollars" },
    ],
    rows,
  }),
});

type Row = { id: string; name: string; endpoints: number; usdPerEndpoint: number; printedPerEndpoint: number | null };
