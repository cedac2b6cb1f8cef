import { balanceAblation, isLowerBetter, mtpAblation, scoreDifference, signTest } from "v3-companion/compute";

const parameters = {
  table: "mtp",
  size: "both",
  correlation: 0,
} as const;

const compute = ({ table, size, correlation }: typeof parameters) => {
  const { rows } = table === "mtp" ? mtpAblation : balanceAblation;
  const points = (["small", "large"] as const)
    .filter((name) => size === "both" || size === name)
    .flatMap((name) =>
      rows.map((row) => {
        const at = name === "small" ? 0 : 2;
        const [without, withIt] = [row.scores[at]!, row.scores[at + 1]!];
        const change = (withIt - without) * (isLowerBetter(row) ? -1 : 1);
        const error =
          row.items === null
            ? null
            : 100 *
              scoreDifference({ first: withIt / 100, second: without / 100, items: row.items, correlation }).error;
        return {
          size: name,
          benchmark: row.benchmark,
          without,
          withIt,
          change,
          low: error === null ? null : change - 1.96 * error,
          high: error === null ? null : change + 1.96 * error,
          items: row.items,
        };
      }),
    );
  const tally = (["small", "large"] as const).flatMap((name) => {
    const own = points.filter((point) => point.size === name);
    if (own.length === 0) return [];
    const [wins, losses] = [
      own.filter(({ change }) => change > 0).length,
      own.filter(({ change }) => change < 0).length,
    ];
    return [{ size: name, wins, losses, p: signTest({ wins, losses }) }];
  });
  return { points, tally };
};

globalThis.print(compute(parameters));
