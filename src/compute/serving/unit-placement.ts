/** @file Which expert lies on which GPU of a unit, by the released load balancer. */
import { refuse, requireNumbers, type Numbers } from "../check.ts";
import type { ModelConfig } from "../model/configs.ts";
import { balanceExperts, type ExpertPlacement } from "./load-balancer.ts";
import { unitSizes, type DeploymentUnit } from "./units.ts";

/**
 * Places the experts of one layer on a unit's GPUs. Prefill keeps routing groups on their nodes where they divide; decode
 * does not look at nodes. Where the shared expert takes part, it is the last expert, always chosen: its load is that of
 * all tokens.
 *
 * @param loads  [routedExperts]: of the routed experts
 * @throws RangeError if `loads` has another length, or the unit does not fit the model
 * @source §3.4.1, §3.4.2; deepseek-ai/EPLB, README.md, for the modes
 */
export function placeUnit(model: ModelConfig, unit: DeploymentUnit, loads: Numbers): ExpertPlacement {
  const { gpus, sharedOverMeanLoad } = unitSizes(model, unit);
  const { routedExperts, expertGroups } = model.moe!;
  requireNumbers({ loads });
  if (loads.length !== routedExperts) refuse("loads", `have ${routedExperts} entries`, loads.length);
  if (routedExperts % expertGroups !== 0)
    refuse("model.moe.expertGroups", `divide the ${routedExperts} experts`, expertGroups);
  const { nodes, routedReplicas, sharedReplicas, stage } = unit;
  if (sharedReplicas === 0) {
    const mode = stage === "prefill" && expertGroups % nodes === 0 ? "hierarchical" : "global";
    return balanceExperts(loads, {
      experts: routedExperts,
      replicas: routedReplicas,
      groups: expertGroups,
      nodes,
      gpus,
      mode,
    });
  }
  const all = Float64Array.from({ length: routedExperts + 1 }, (_, expert) => loads[expert] ?? 0);
  let sum = 0;
  for (let expert = 0; expert < routedExperts; expert++) sum += loads[expert];
  all[routedExperts] = (sum / routedExperts) * sharedOverMeanLoad;
  return balanceExperts(all, {
    experts: routedExperts + 1,
    replicas: routedReplicas + sharedReplicas,
    groups: 1,
    nodes,
    gpus,
    mode: "global",
  });
}
