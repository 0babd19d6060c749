// CLIP's byte-pair encoding from a vocab.json and a merges.txt, giving the ids the Hugging Face tokenizer gives.
//
// Sennrich, Haddow, Birch, "Neural machine translation of rare words with subword units", ACL 2016, section 3.2; the byte
// alphabet is that of GPT-2, and a word's last symbol carries "</w>".

export interface ClipBpe {
  encode(text: string): number[];
  decode(ids: readonly number[]): string;
}

/**
 * Contractions, runs of letters, single digits, runs of everything else. JavaScript's own \s counts a byte order mark as space,
 * which CLIP reads as a character.
 */
const words = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;
const wordEnd = '</w>';
const maxCachedWords = 5000;

/**
 * @param vocabulary id of every symbol
 * @param merges pairs "left right", most frequent first
 * @param specialTokens texts that are one id wherever they stand, even inside a word; Stable Diffusion 2 pads with "!"
 *   and so loses every "!" of a prompt, which is reproduced because its pictures were made so
 */
export function createClipBpe(options: {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly merges: readonly string[];
  readonly specialTokens: readonly string[];
  readonly unknownId: number;
}): ClipBpe {
  const { vocabulary, unknownId } = options;
  const specialTokens = options.specialTokens.filter((token) => vocabulary.has(token));
  const ranks = new Map(options.merges.map((pair, rank) => [pair, rank]));
  const symbolById = new Map([...vocabulary].map(([symbol, id]) => [id, symbol]));
  const alphabet = byteAlphabet();
  const byteBySymbol = new Map(alphabet.map((symbol, byte) => [symbol, byte]));
  const encoder = new TextEncoder();
  const cache = new Map<string, number[]>();

  function encodeWord(word: string): number[] {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const symbols = [...encoder.encode(word)].map((byte) => alphabet[byte] ?? '');
    symbols.push(`${symbols.pop()}${wordEnd}`);
    const ids = merged(symbols, ranks).map((symbol) => vocabulary.get(symbol) ?? unknownId);
    if (cache.size === maxCachedWords) cache.clear();
    cache.set(word, ids);
    return ids;
  }

  return {
    encode(text) {
      const plain = text.normalize('NFC').toLowerCase();
      return splitAt(plain, specialTokens).flatMap((part) => {
        if (specialTokens.includes(part)) return [vocabulary.get(part) ?? unknownId];
        return [...part.matchAll(words)].flatMap(([word]) => encodeWord(word));
      });
    },
    decode(ids) {
      const symbols = ids
        .map((id) => symbolById.get(id) ?? '')
        .join('')
        .replaceAll(wordEnd, ' ');
      const bytes = symbols.split('').map((symbol) => byteBySymbol.get(symbol) ?? 0x20);
      return new TextDecoder().decode(new Uint8Array(bytes)).trim();
    },
  };
}

/** Joins the best-ranked neighbours, everywhere at once, until no neighbours have a rank. */
function merged(start: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  let symbols = [...start];
  const rankAt = (list: readonly string[], index: number) =>
    ranks.get(`${list[index]} ${list[index + 1]}`) ?? Number.POSITIVE_INFINITY;
  // Ranks are kept beside the symbols: looking each pair up in every round makes a word of 4000 letters take minutes.
  let pairRanks = symbols.slice(1).map((_, index) => rankAt(symbols, index));
  for (;;) {
    let best = Number.POSITIVE_INFINITY;
    for (const rank of pairRanks) if (rank < best) best = rank;
    if (best === Number.POSITIVE_INFINITY) return symbols;
    const joined: string[] = [];
    const changed: boolean[] = [];
    for (let index = 0; index < symbols.length; index += 1) {
      const isPair = pairRanks[index] === best;
      joined.push(isPair ? `${symbols[index]}${symbols[index + 1]}` : (symbols[index] ?? ''));
      changed.push(isPair);
      if (isPair) index += 1;
    }
    pairRanks = rankedAgain({ symbols: joined, changed, beforeRanks: pairRanks, rankAt });
    symbols = joined;
  }
}

/** Only pairs with a joined half can have got another rank. */
function rankedAgain(options: {
  readonly symbols: readonly string[];
  readonly changed: readonly boolean[];
  readonly beforeRanks: readonly number[];
  readonly rankAt: (list: readonly string[], index: number) => number;
}): number[] {
  const { symbols, changed, beforeRanks, rankAt } = options;
  const ranks: number[] = [];
  let old = 0;
  for (let index = 0; index + 1 < symbols.length; index += 1) {
    const isNew = changed[index] === true || changed[index + 1] === true;
    ranks.push(isNew ? rankAt(symbols, index) : (beforeRanks[old] ?? Number.POSITIVE_INFINITY));
    old += changed[index] === true ? 2 : 1;
  }
  return ranks;
}

/** The text in pieces, each either one of the tokens or the text between two. */
function splitAt(text: string, tokens: readonly string[]): string[] {
  if (tokens.length === 0) return [text];
  const longestFirst = [...tokens].sort((left, right) => right.length - left.length);
  const pattern = longestFirst.map((token) => token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`)).filter((part) => part !== '');
}

/** GPT-2's 256 printable stand-ins for bytes: printable bytes stand for themselves, the rest from U+0100 on. */
function byteAlphabet(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : next++);
  });
}
