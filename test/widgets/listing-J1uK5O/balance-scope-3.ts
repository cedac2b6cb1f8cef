import { balanceScope, scopeDomains } from "v3-companion/compute";

const parameters = {
  domains: 4,
  mixed: 0.5,
  alpha: 0.0001,
} as const;

const compute = ({ domains, mixed, alpha }: typeof parameters) => ({
  now: balanceScope({ domains, mixed, balanceFactor: alpha }),
  curve: scopeDomains.map((count) => balanceScope({ domains: count, mixed, balanceFactor: alpha })),
});

globalThis.print(compute(parameters));
