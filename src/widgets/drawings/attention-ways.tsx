/** @file Two ways to the attention of one head, side by side: by rebuilt keys and values, and by absorbed matrices. */
import type { LatentAttention, LatentPass } from "../../compute/index.ts";
import { Drawing } from "../../kit/index.ts";
import { Panel, panelHeight } from "./attention-panel.tsx";

/** The attention of one layer, by both ways. */
type Ways = { expanded: LatentPass; absorbed: LatentPass; attention: LatentAttention };
/** Both from 0. */
type Place = { query: number; head: number };

/** A panel for each way, below one another where the screen is narrow. */
export function AttentionWays({ at, ...ways }: Ways & { at: Place }) {
  const { expanded, absorbed, attention } = ways;
  const { attentionHeads, kvLoraRank, ropeHeadDim, nopeHeadDim, valueHeadDim } = attention;
  const own = at.query * attentionHeads + at.head;
  const query = slice(expanded.queries, own, nopeHeadDim + ropeHeadDim);
  const rows = keysOf(ways, at);
  return (
    <Drawing
      label="Vectors of the query, of keys and values, and of latents"
      boxes
      height={({ narrow }) => (narrow ? 2 : 1) * panelHeight(8)}
    >
      {({ narrow }) => (
        <>
          <Panel
            left={0}
            top={0}
            narrow={narrow}
            title="Rebuilt (as printed)"
            query={query}
            rows={rows.map(({ key, keyVector, valueVector, expandedScore, expandedWeight }) => ({
              key,
              left: keyVector,
              right: valueVector,
              score: expandedScore,
              weight: expandedWeight,
            }))}
            output={slice(expanded.headOutputs, own, valueHeadDim)}
            names={["q", "k", "v", "o"]}
            kept={false}
          />
          <Panel
            left={narrow ? 0 : 276}
            top={narrow ? panelHeight(8) : 0}
            narrow={narrow}
            title="Absorbed"
            query={[
              ...slice(absorbed.absorbedQueries!, own, kvLoraRank),
              // Position queries are not absorbed.
              ...slice(absorbed.queries, own, nopeHeadDim + ropeHeadDim).slice(nopeHeadDim),
            ]}
            rows={rows.map(({ key, latent, absorbedScore, absorbedWeight }) => ({
              key,
              left: latent,
              right: [],
              score: absorbedScore,
              weight: absorbedWeight,
            }))}
            output={slice(absorbed.headOutputs, own, valueHeadDim)}
            names={["W^{UK,T} q", "c", "", "o"]}
            kept
          />
        </>
      )}
    </Drawing>
  );
}

/** Each key that a query attends to, as both ways see it. */
export function keysOf({ expanded, absorbed, attention }: Ways, { query, head }: Place) {
  const { attentionHeads: heads, kvLoraRank, nopeHeadDim, ropeHeadDim, valueHeadDim } = attention;
  return Array.from({ length: Math.min(query, expanded.tokens - 1) + 1 }, (_, key) => {
    const pair = (query * heads + head) * expanded.tokens + key;
    return {
      key,
      keyVector: slice(expanded.keys!, key * heads + head, nopeHeadDim + ropeHeadDim),
      valueVector: slice(expanded.values!, key * heads + head, valueHeadDim),
      latent: [...slice(absorbed.kvLatent, key, kvLoraRank), ...slice(absorbed.ropeKey, key, ropeHeadDim)],
      expandedScore: expanded.scores[pair],
      absorbedScore: absorbed.scores[pair],
      expandedWeight: expanded.weights[pair],
      absorbedWeight: absorbed.weights[pair],
    };
  });
}

function slice(vectors: ArrayLike<number>, index: number, width: number): number[] {
  return Array.from({ length: width }, (_, i) => vectors[index * width + i]);
}
