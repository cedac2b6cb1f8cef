/** @file Documents packed into sequences of one length: what is cut, what is padded, what attends across documents. §4.1 */
import {
  refuse,
  requireArray,
  requireInRange,
  requireIntegerInRange,
  requireIntegers,
  requireObject,
  requireOneOf,
  requirePositiveInteger,
} from "../check.ts";
import { exponential } from "../exponential.ts";
import { deepFreeze } from "../freeze.ts";
import { createRandom } from "../random.ts";

/**
 * Rules of packing: all documents one after the other and cut where a sequence ends, or the longest first, each into the
 * sequence in which the least room is left over.
 *
 * @source §4.1; arXiv:2404.10830, for the best fit
 */
export const packingRules = deepFreeze(["concatenation", "best-fit"] as const);
export type PackingRule = (typeof packingRules)[number];

/** Longest sequence that is packed: the room left in a sequence is looked up in a table of this size. */
const longestSequence = 2 ** 20;
const mostDocuments = 1_000_000;

/**
 * Lengths of documents, drawn at random: as a logarithmic normal distribution has them, many short and a few very long.
 *
 * The report says nothing of how long its documents are; the shape is ours.
 *
 * @param options.documents  1 to a million
 * @param options.median  tokens, 1 to 10⁶
 * @param options.spread  standard deviation of the natural logarithm, 0 to 3; with 0 all are as long as the median
 * @returns whole tokens, from 16 (or the median, if that is less) to 60,000 (or the median, if that is more)
 * @throws RangeError if a number lies outside, or `seed` is not an integer from 0 to 2³² − 1
 * @source ours: an invented spread of lengths
 */
export function sampleDocumentLengths(options: {
  documents: number;
  median: number;
  spread: number;
  seed: number;
}): Uint32Array {
  requireObject({ options });
  const { documents, median, spread, seed } = options;
  requireIntegerInRange({ documents }, 1, mostDocuments);
  requireInRange({ median }, 1, 1e6);
  requireInRange({ spread }, 0, 3);
  const random = createRandom(seed);
  const [least, most] = [Math.min(16, median), Math.max(60_000, median)];
  return Uint32Array.from({ length: documents }, () =>
    Math.min(most, Math.max(least, median * exponential(spread * random.normal()))),
  );
}

/** Documents in sequences. A piece is what one sequence holds of one document. */
export type Packing = {
  readonly sequenceLength: number;
  readonly sequences: number;
  /** Sequence of each piece, ascending. */
  readonly sequenceOfPiece: Uint32Array;
  /** Document of each piece. */
  readonly documentOfPiece: Uint32Array;
  /** Token of the document with which each piece begins. */
  readonly startOfPiece: Uint32Array;
  /** Tokens of each piece. */
  readonly lengthOfPiece: Uint32Array;
  /** Tokens of padding in all sequences together. */
  readonly padding: number;
  /** Documents in more than one piece. */
  readonly cutDocuments: number;
  /** Documents in more pieces than their length makes necessary. */
  readonly needlesslyCut: number;
};

/**
 * Packs documents into sequences of one length; the last of them, and with best fit any of them, may end in padding.
 *
 * Best fit first cuts what is longer than a sequence into pieces of that length and a rest. Of several sequences with the
 * same room it takes the one that has had it for longest.
 *
 * @param lengths  tokens of each document, at least 1, at most a million documents
 * @param options.sequenceLength  tokens of a sequence, at most 2²⁰; V3's are 4,096
 * @throws RangeError if there are no documents or too many, a length or `sequenceLength` is not a positive integer in its
 *   range, the pieces are more than 2²², or there is no such rule
 * @source §4.1; best fit: arXiv:2404.10830, which §4.1 cites, without saying that the rule was taken over
 */
export function packDocuments(
  lengths: ArrayLike<number>,
  options: { sequenceLength: number; rule: PackingRule },
): Packing {
  requireArray({ lengths });
  requireObject({ options });
  const { sequenceLength, rule } = options;
  requirePositiveInteger({ sequenceLength });
  if (sequenceLength > longestSequence) refuse("sequenceLength", `be at most ${longestSequence}`, sequenceLength);
  requireOneOf({ rule }, packingRules);
  if (lengths.length < 1 || lengths.length > mostDocuments)
    refuse("lengths", `have 1 to ${mostDocuments} entries`, lengths.length);
  requireIntegers({ lengths });
  let pieces = 0;
  for (let document = 0; document < lengths.length; document++) {
    if (lengths[document] < 1) refuse(`lengths[${document}]`, "be at least 1", lengths[document]);
    pieces += Math.floor(lengths[document] / sequenceLength) + 2;
  }
  if (pieces > 2 ** 22) refuse("lengths", "make at most 4194304 pieces", pieces);
  return rule === "concatenation" ? concatenate(lengths, sequenceLength) : fitBest(lengths, sequenceLength);
}

/**
 * Share of the attention of a causal model, without a mask between documents, in which a token meets one of another
 * document of its sequence. Each token's pair with itself is counted, padding is not.
 *
 * @throws RangeError if the packing is not one, or holds no token
 * @source §4.1: “do not incorporate cross-sample attention masking”
 */
export function crossDocumentShare(packing: Packing): number {
  requireObject({ packing });
  const { sequenceOfPiece, lengthOfPiece } = packing;
  requireIntegers({ sequenceOfPiece, lengthOfPiece });
  let all = 0;
  let own = 0;
  let inSequence = 0;
  for (let piece = 0; piece < lengthOfPiece.length; piece++) {
    const length = lengthOfPiece[piece];
    own += (length * (length + 1)) / 2;
    inSequence += length;
    if (piece + 1 === lengthOfPiece.length || sequenceOfPiece[piece + 1] !== sequenceOfPiece[piece]) {
      all += (inSequence * (inSequence + 1)) / 2;
      inSequence = 0;
    }
  }
  if (!(all > 0)) refuse("packing", "hold tokens", all);
  return 1 - own / all;
}

function concatenate(lengths: ArrayLike<number>, sequenceLength: number): Packing {
  const pieces = newPieces(lengths, sequenceLength);
  let at = 0;
  for (let document = 0; document < lengths.length; document++) {
    for (let start = 0; start < lengths[document];) {
      const length = Math.min(sequenceLength - (at % sequenceLength), lengths[document] - start);
      add(pieces, Math.floor(at / sequenceLength), document, start, length);
      start += length;
      at += length;
    }
  }
  return packed(pieces, lengths, sequenceLength, Math.ceil(at / sequenceLength));
}

function fitBest(lengths: ArrayLike<number>, sequenceLength: number): Packing {
  const pieces = newPieces(lengths, sequenceLength);
  let sequences = 0;
  for (let document = 0; document < lengths.length; document++) {
    for (let start = 0; start + sequenceLength <= lengths[document]; start += sequenceLength)
      add(pieces, sequences++, document, start, sequenceLength);
  }
  const rests = Uint32Array.from(lengths, (length) => length % sequenceLength);
  const open = sequencesByRoom(sequenceLength);
  for (const document of longestFirst(rests, sequenceLength)) {
    const length = rests[document];
    if (length === 0) break;
    const room = open.leastRoom(length);
    const sequence = room === 0 ? sequences++ : open.take(room);
    add(pieces, sequence, document, lengths[document] - length, length);
    const left = (room === 0 ? sequenceLength : room) - length;
    if (left > 0) open.put(left, sequence);
  }
  return packed(pieces, lengths, sequenceLength, sequences);
}

/** Documents by what is left of them, the longest first, of equal ones the first: sorted by counting. */
function longestFirst(rests: Uint32Array, sequenceLength: number): Uint32Array {
  return sortedByCounting(
    rests.map((rest) => sequenceLength - rest),
    sequenceLength + 1,
  );
}

/** Indices in the order of their keys, equal ones in their own order. */
function sortedByCounting(keys: Uint32Array, keysBelow: number): Uint32Array {
  const next = new Uint32Array(keysBelow + 1);
  for (const key of keys) next[key + 1]++;
  for (let key = 0; key < keysBelow; key++) next[key + 1] += next[key];
  const sorted = new Uint32Array(keys.length);
  for (let index = 0; index < keys.length; index++) sorted[next[keys[index]]++] = index;
  return sorted;
}

/** Sequences that still have room, as a queue for each room, over a tree that says which queues are not empty. */
function sequencesByRoom(sequenceLength: number) {
  let size = 1;
  while (size <= sequenceLength) size *= 2;
  const filled = new Uint32Array(2 * size);
  const queueOfRoom = new Map<number, { sequences: number[]; next: number }>();
  function change(room: number, by: number): void {
    for (let node = size + room; node >= 1; node >>= 1) filled[node] += by;
  }
  return {
    /** Least room of a sequence that is at least this; 0 where there is none. */
    leastRoom(atLeast: number): number {
      let node = size + atLeast;
      if (filled[node] > 0) return atLeast;
      // Up, until a subtree to the right holds something; then down to its leftmost leaf.
      while (node > 1 && (node % 2 === 1 || filled[node + 1] === 0)) node >>= 1;
      if (node <= 1) return 0;
      node++;
      while (node < size) node = filled[2 * node] > 0 ? 2 * node : 2 * node + 1;
      return node - size;
    },
    take(room: number): number {
      change(room, -1);
      const queue = queueOfRoom.get(room)!;
      return queue.sequences[queue.next++];
    },
    put(room: number, sequence: number): void {
      change(room, 1);
      const queue = queueOfRoom.get(room);
      if (queue) queue.sequences.push(sequence);
      else queueOfRoom.set(room, { sequences: [sequence], next: 0 });
    },
  };
}

type Pieces = { count: number; sequence: Uint32Array; document: Uint32Array; start: Uint32Array; length: Uint32Array };

/** Room for all pieces: a document has at most two more than it fills sequences. */
function newPieces(lengths: ArrayLike<number>, sequenceLength: number): Pieces {
  let most = 0;
  for (let document = 0; document < lengths.length; document++)
    most += Math.floor(lengths[document] / sequenceLength) + 2;
  return {
    count: 0,
    sequence: new Uint32Array(most),
    document: new Uint32Array(most),
    start: new Uint32Array(most),
    length: new Uint32Array(most),
  };
}

function add(pieces: Pieces, sequence: number, document: number, start: number, length: number): void {
  const piece = pieces.count++;
  pieces.sequence[piece] = sequence;
  pieces.document[piece] = document;
  pieces.start[piece] = start;
  pieces.length[piece] = length;
}

/** The pieces in the order of their sequences, and what became of the documents. */
function packed(pieces: Pieces, lengths: ArrayLike<number>, sequenceLength: number, sequences: number): Packing {
  const order = sortedByCounting(pieces.sequence.subarray(0, pieces.count), sequences);
  const inOrder = (values: Uint32Array): Uint32Array => order.map((piece) => values[piece]);
  const documentOfPiece = inOrder(pieces.document);
  const piecesOfDocument = new Uint32Array(lengths.length);
  for (const document of documentOfPiece) piecesOfDocument[document]++;
  let tokens = 0;
  let cutDocuments = 0;
  let needlesslyCut = 0;
  for (let document = 0; document < lengths.length; document++) {
    tokens += lengths[document];
    if (piecesOfDocument[document] > 1) cutDocuments++;
    if (piecesOfDocument[document] > Math.ceil(lengths[document] / sequenceLength)) needlesslyCut++;
  }
  return {
    sequenceLength,
    sequences,
    padding: sequences * sequenceLength - tokens,
    cutDocuments,
    needlesslyCut,
    sequenceOfPiece: inOrder(pieces.sequence),
    documentOfPiece,
    startOfPiece: inOrder(pieces.start),
    lengthOfPiece: inOrder(pieces.length),
  };
}
