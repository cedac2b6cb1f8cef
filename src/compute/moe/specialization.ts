/** @file Which experts serve which domain (§4.5.3, Figure 9). */
import { refuse, requireObject, requirePositiveInteger, requireTyped } from "../check.ts";

/**
 * Load of each expert by tokens of each domain, relative to balance within the domain: 1 for an expert's fair share.
 *
 * @param tokensOfDomainAndExpert  [domains × routedExperts]
 * @returns same shape; each domain's entries have a mean of 1, or are 0 if it has no tokens
 * @throws RangeError if the shape does not fit
 * @source §4.5.3, Figure 9: "relative expert load"
 */
export function relativeLoads(tokensOfDomainAndExpert: Uint32Array, options: { routedExperts: number }): Float64Array {
  requireObject({ options });
  const { routedExperts } = options;
  requirePositiveInteger({ routedExperts });
  requireTyped({ tokensOfDomainAndExpert }, Uint32Array);
  if (tokensOfDomainAndExpert.length % routedExperts !== 0)
    refuse("tokensOfDomainAndExpert", `have a multiple of ${routedExperts} entries`, tokensOfDomainAndExpert.length);
  const relative = new Float64Array(tokensOfDomainAndExpert.length);
  for (let start = 0; start < relative.length; start += routedExperts) {
    let sum = 0;
    for (let i = start; i < start + routedExperts; i++) sum += tokensOfDomainAndExpert[i];
    if (sum === 0) continue;
    for (let i = start; i < start + routedExperts; i++)
      relative[i] = (tokensOfDomainAndExpert[i] / sum) * routedExperts;
  }
  return relative;
}

/**
 * How far domains use different experts: the mean over domains of half the sum of differences between a domain's shares
 * of experts and the shares of all tokens.
 *
 * @param tokensOfDomainAndExpert  [domains × routedExperts]
 * @returns 0 if all domains use experts alike, towards 1 the less they have in common
 * @throws RangeError if the shape does not fit
 * @source ours: a measure for what Figure 9 shows
 */
export function specialization(tokensOfDomainAndExpert: Uint32Array, options: { routedExperts: number }): number {
  requireObject({ options });
  const { routedExperts } = options;
  const relative = relativeLoads(tokensOfDomainAndExpert, options);
  const domains = relative.length / routedExperts;
  const all = new Uint32Array(routedExperts);
  for (let i = 0; i < tokensOfDomainAndExpert.length; i++) all[i % routedExperts] += tokensOfDomainAndExpert[i];
  const relativeOfAll = relativeLoads(all, options);
  let distance = 0;
  for (let i = 0; i < relative.length; i++)
    distance += Math.abs(relative[i] - relativeOfAll[i % routedExperts]) / routedExperts;
  return domains === 0 ? 0 : distance / 2 / domains;
}
