// Chooses the drawings a subject is made of: words first, then style and colour, never the other way round.

import type { Exemplar } from './exemplar-collection.ts';
import type { Subject, SubjectWord } from './prompt-reading.ts';
import type { RandomStream } from './seeded-random.ts';
import type { WordVectors } from './word-vectors.ts';

export interface RetrievalSettings {
  /** At most this many drawings make one picture. */
  readonly exemplars: number;
  /** Drawings scoring less than this share of the best are left out. */
  readonly keepAbove: number;
  /** Prior of a drawing: softmax(score / temperature). */
  readonly priorTemperature: number;
}

export interface RetrievedExemplar {
  readonly exemplar: Exemplar;
  readonly logPrior: number;
}

/** Cosines below this are noise in GloVe's space: any two common nouns reach it. */
const unrelatedCosine = 0.4;
/** A near word is never as good as the word itself. */
const nearWordCeiling = 0.85;
const exactTagScore = 0.6;
const nearTagCeiling = 0.4;
/** Each word of a label that was not asked for: "cat with tears of joy" is less a cat than "cat". */
const extraWordPenalty = 0.1;
const extraWordPenaltyMax = 0.3;
const styleBonus = 0.3;
/** Small on purpose: a wrong colour can be turned, a wrong thing cannot. */
const colourBonus = 0.08;
const unwantedPenalty = 0.7;
/** A word none of the drawings carries ("dramatic") may lean the choice a little; it must not make it. */
const unmatchedWordShare = 0.25;

const joiningWords: ReadonlySet<string> = new Set([
  'with',
  'of',
  'and',
  'the',
  'a',
  'in',
  'on',
  'face',
  'button',
  'symbol',
  's',
]);

/** Words a person used that neither a drawing nor the word table knows. */
export function unknownWords(
  words: readonly string[],
  { vectors, exemplars }: { readonly vectors: WordVectors; readonly exemplars: readonly Exemplar[] },
): string[] {
  return words.filter(
    (word) =>
      !vectors.knows(singular(word)) &&
      !vectors.knows(word) &&
      !exemplars.some((exemplar) => exemplar.labelWords.includes(word) || exemplar.tagWords.includes(word)),
  );
}

/**
 * The drawings for one subject, best first, with logs of priors that sum to one.
 * A subject nothing matches gets the drawings of one thing picked by `random`.
 */
export function retrieve(options: {
  readonly subject: Subject;
  readonly style: string | null;
  readonly unwanted: readonly string[];
  readonly exemplars: readonly Exemplar[];
  readonly vectors: WordVectors;
  readonly settings: RetrievalSettings;
  readonly random: RandomStream;
}): RetrievedExemplar[] {
  const { subject, style, exemplars, settings } = options;
  const asked = subject.words.map((word) => askedWord(word, options));
  const unwanted = options.unwanted.map((word) => askedWord({ word, weight: 1 }, options));
  const scored = exemplars.map((exemplar) => {
    const meaning = meaningScore(exemplar, { asked, colour: subject.colour });
    const refused = Math.max(0, ...unwanted.map((word) => wordScore(exemplar, word)));
    const bonus = (style === exemplar.style ? styleBonus : 0) + (isColoured(exemplar, subject) ? colourBonus : 0);
    return { exemplar, meaning, score: meaning <= 0 ? 0 : meaning + bonus - unwantedPenalty * refused };
  });
  // The index order breaks ties, so that the choice is the same wherever it is made.
  const best = scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.exemplar.id - b.exemplar.id);
  const chosen = best.length > 0 ? best : anyThing(options);
  const top = chosen[0]?.score ?? 0;
  const kept = chosen.slice(0, settings.exemplars).filter(({ score }) => score >= top * settings.keepAbove);
  const weights = kept.map(({ score }) => Math.exp((score - top) / settings.priorTemperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return kept.map(({ exemplar }, i) => ({ exemplar, logPrior: Math.log((weights[i] ?? 0) / sum) }));
}

function isColoured(exemplar: Exemplar, { colour }: Subject): boolean {
  return colour !== null && (exemplar.colour === colour || exemplar.labelWords.includes(colour));
}

interface AskedWord {
  readonly forms: readonly string[];
  readonly similarity: (other: string) => number;
  readonly weight: number;
}

function askedWord(
  { word, weight }: SubjectWord,
  { vectors, exemplars }: { readonly vectors: WordVectors; readonly exemplars: readonly Exemplar[] },
): AskedWord {
  const forms = [...new Set([word, singular(word)])];
  const carried = exemplars.some(({ labelWords, tagWords }) =>
    forms.some((form) => labelWords.includes(form) || tagWords.includes(form)),
  );
  const known = forms.find((form) => vectors.knows(form)) ?? word;
  return { forms, similarity: vectors.similarityTo(known), weight: carried ? weight : weight * unmatchedWordShare };
}

function meaningScore(
  exemplar: Exemplar,
  { asked, colour }: { readonly asked: readonly AskedWord[]; readonly colour: string | null },
): number {
  const total = asked.reduce((sum, word) => sum + word.weight, 0);
  if (total === 0) return 0;
  const matched = asked.reduce((sum, word) => sum + word.weight * wordScore(exemplar, word), 0);
  const extra = exemplar.labelWords.filter(
    (word) => !joiningWords.has(word) && word !== colour && !asked.some(({ forms }) => forms.includes(word)),
  ).length;
  return matched / total - Math.min(extra * extraWordPenalty, extraWordPenaltyMax);
}

/** How well a drawing answers one word: 1 when its label has the word itself. */
function wordScore(exemplar: Exemplar, { forms, similarity }: AskedWord): number {
  let best = 0;
  for (const word of exemplar.labelWords) {
    if (forms.includes(word) || forms.includes(singular(word))) return 1;
    best = Math.max(best, nearness(similarity(word)) * nearWordCeiling);
  }
  for (const word of exemplar.tagWords) {
    best = Math.max(best, forms.includes(word) ? exactTagScore : nearness(similarity(word)) * nearTagCeiling);
  }
  return best;
}

function nearness(cosine: number): number {
  return Math.max(0, cosine - unrelatedCosine) / (1 - unrelatedCosine);
}

function anyThing(options: {
  readonly exemplars: readonly Exemplar[];
  readonly random: RandomStream;
}): { exemplar: Exemplar; meaning: number; score: number }[] {
  const picked = options.exemplars[Math.floor(options.random() * options.exemplars.length)];
  const label = picked?.labelWords.join(' ');
  return options.exemplars
    .filter((exemplar) => exemplar.labelWords.join(' ') === label)
    .map((exemplar) => ({ exemplar, meaning: 0, score: 1 }));
}

/** English plurals by their endings: enough to find "cats", "cherries" and "boxes". */
function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}
