// Chooses the drawings a subject is made of: words first, then style and colour, never the other way round.

import type { Exemplar } from './exemplar-collection.ts';
import type { Subject, SubjectWord } from './prompt-reading.ts';
import { colourWords } from './prompt-vocabulary.ts';
import type { RandomStream } from './seeded-random.ts';
import { compoundParts, formsOf, otherNames, singular } from './word-forms.ts';
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
/** Words of a label that were not asked for: "hot dog" is no dog, "cat with tears of joy" less a cat than "cat". */
const firstExtraWord = 0.2;
const nextExtraWord = 0.07;
const extraWordsMax = 0.34;
/** A colour in a label can be turned. */
const extraColour = 0.08;
/** Heads do not stand on meadows. */
const bodilessPenalty = 0.2;
/** Seals, cards and keys: drawings of signs. */
const signPenalty = 0.15;
const styleBonus = 0.3;
/** Small on purpose: a wrong colour can be turned, a wrong thing cannot. */
const colourBonus = 0.08;
const unwantedPenalty = 0.7;
/** A word none of the drawings carries ("dramatic") may lean the choice a little; it must not make it. */
const unmatchedWordShare = 0.25;
/** A palette has few drawings of a thing: "tall house" is one when a house is asked for. */
const ownSettings = { keepAbove: 0.3, priorTemperature: 0.6 };
/** Words of a thing that was drawn together with another, and of one that cannot be drawn. */
const togetherWeight = 0.9;
const leaningWeight = 0.15;

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

interface Sources {
  readonly vectors: WordVectors;
  readonly exemplars: readonly Exemplar[];
}

/** Words a person used that neither a drawing nor the word table knows, in any of their forms. */
export function unknownWords(words: readonly string[], sources: Sources): string[] {
  const isKnown = knows(sources);
  return words.filter((word) => !formsOf(word, isKnown).some(isKnown) && compoundParts(word, isKnown) === null);
}

function knows({ vectors, exemplars }: Sources): (word: string) => boolean {
  return (word) => vectors.knows(word) || isCarried(word, exemplars);
}

function isCarried(word: string, exemplars: readonly Exemplar[]): boolean {
  return exemplars.some(({ labelWords, tagWords }) => labelWords.includes(word) || tagWords.includes(word));
}

/**
 * Decides what "with", "in" and the like mean by what there are drawings of: "a man with a beard" was drawn as one thing,
 * "a girl with a balloon" is two, and of "a car in a garage" only the car can be drawn.
 */
export function settleAttachments(subjects: readonly Subject[], sources: Sources): Subject[] {
  const isKnown = knows(sources);
  const settled: Subject[] = [];
  for (const subject of subjects) {
    const last = settled.at(-1);
    if (last === undefined || subject.relation === null || subject.relation === 'beside') {
      settled.push(subject);
      continue;
    }
    const [own, others] = [formsOfHead(subject, isKnown), formsOfHead(last, isKnown)];
    const drawn = sources.exemplars.filter(({ labelWords }) => own.some((form) => labelWords.includes(form)));
    const together = drawn.some(({ labelWords }) => others.some((form) => labelWords.includes(form)));
    const named = (subject.words.at(-1)?.word ?? '') !== '' && otherNames(subject.words.at(-1)?.word ?? '').length > 0;
    if (subject.relation === 'with' && together) {
      const words = [...last.words, ...subject.words.map(({ word }) => ({ word, weight: togetherWeight }))];
      settled[settled.length - 1] = { ...last, words };
    } else if (drawn.length > 0 || named) settled.push(subject);
    else {
      const words = [...last.words, ...subject.words.map(({ word }) => ({ word, weight: leaningWeight }))];
      settled[settled.length - 1] = { ...last, words };
    }
  }
  return settled;
}

function formsOfHead({ words }: Subject, isKnown: (word: string) => boolean): string[] {
  return formsOf(words.at(-1)?.word ?? '', isKnown);
}

/** The drawings of the thing a subject names, or of one that bears its name among others. */
export function drawingsOf(subject: Subject, sources: Sources): Exemplar[] {
  if (subject.words.length === 0) return [...sources.exemplars];
  const head = mostAsked(subject.words.map((word) => askedWord(word, sources)));
  return sources.exemplars.filter((exemplar) => head !== undefined && wordScore(exemplar, head) >= exactTagScore);
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
  /** Whether all of them are a palette's and of the thing: then none is too far from it. */
  readonly own?: boolean;
  /** Whether the thing will stand in a scene, where whole bodies are wanted. */
  readonly stands: boolean;
  readonly random: RandomStream;
}): RetrievedExemplar[] {
  const { subject, style, exemplars } = options;
  const settings = options.own === true ? { ...options.settings, ...ownSettings } : options.settings;
  const asked = subject.words.map((word) => askedWord(word, options));
  const unwanted = options.unwanted.map((word) => askedWord({ word, weight: 1 }, options));
  const scored = exemplars.map((exemplar) => {
    const meaning = meaningScore(exemplar, { asked, stands: options.stands });
    const refused = Math.max(0, ...unwanted.map((word) => wordScore(exemplar, word)));
    const bonus = (style === exemplar.style ? styleBonus : 0) + (isColoured(exemplar, subject) ? colourBonus : 0);
    const plain = isPlain(exemplar, asked);
    return { exemplar, meaning, plain, score: meaning <= 0 ? 0 : meaning + bonus - unwantedPenalty * refused };
  });
  // The index order breaks ties, so that the choice is the same wherever it is made.
  const best = scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.exemplar.id - b.exemplar.id);
  // Where the thing itself was drawn, what only has it in its name stays away: a hot dog is no dog.
  const plain = best.filter((found) => found.plain);
  const chosen = plain.length > 0 && options.own !== true ? plain : best.length > 0 ? best : anyThing(options);
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
  /** Other names of the same thing, each the words of a label. */
  readonly names: readonly (readonly string[])[];
  readonly similarity: (other: string) => number;
  readonly weight: number;
}

function askedWord({ word, weight }: SubjectWord, sources: Sources): AskedWord {
  const isKnown = knows(sources);
  const whole = formsOf(word, isKnown);
  const parts = whole.some(isKnown) ? null : compoundParts(word, isKnown);
  const forms = parts === null ? whole : formsOf(parts[1], isKnown);
  const names = otherNames(word);
  const carried = names.length > 0 || forms.some((form) => isCarried(form, sources.exemplars));
  const known = forms.find((form) => sources.vectors.knows(form)) ?? word;
  return {
    forms,
    names,
    similarity: sources.vectors.similarityTo(known),
    weight: carried ? weight : weight * unmatchedWordShare,
  };
}

function meaningScore(
  exemplar: Exemplar,
  { asked, stands }: { readonly asked: readonly AskedWord[]; readonly stands: boolean },
): number {
  const total = asked.reduce((sum, word) => sum + word.weight, 0);
  if (total === 0) return 0;
  const matched = asked.reduce((sum, word) => sum + word.weight * wordScore(exemplar, word), 0);
  if (matched <= 0) return 0;
  const wanted = (word: string) =>
    asked.some(({ forms, names }) => forms.includes(word) || names.some((name) => name.includes(word)));
  const extra = exemplar.labelWords.filter((word) => !joiningWords.has(word) && !wanted(word));
  const coloured = extra.filter((word) => colourWords.has(word)).length;
  const named = extra.length - coloured;
  const penalty = Math.min(extraWordsMax, named === 0 ? 0 : firstExtraWord + (named - 1) * nextExtraWord);
  const bodiless = stands && exemplar.labelWords.includes('face') && !wanted('face') ? bodilessPenalty : 0;
  const sign = exemplar.isSign && !exemplar.labelWords.every((word) => wanted(word)) ? signPenalty : 0;
  return matched / total - penalty - coloured * extraColour - bodiless - sign;
}

/** Whether a label is the asked thing, with no other noun beside it. */
function isPlain(exemplar: Exemplar, asked: readonly AskedWord[]): boolean {
  const head = mostAsked(asked);
  if (head === undefined || wordScore(exemplar, head) < 1) return false;
  return exemplar.labelWords.every(
    (word) =>
      joiningWords.has(word) ||
      colourWords.has(word) ||
      asked.some(
        ({ forms, names }) =>
          forms.includes(word) || forms.includes(singular(word)) || names.some((name) => name.includes(word)),
      ),
  );
}

function mostAsked(asked: readonly AskedWord[]): AskedWord | undefined {
  return asked.reduce<AskedWord | undefined>(
    (most, word) => (word.weight > (most?.weight ?? 0) ? word : most),
    undefined,
  );
}

/** How well a drawing answers one word: 1 when its label has the word itself. */
function wordScore(exemplar: Exemplar, { forms, names, similarity }: AskedWord): number {
  if (names.some((name) => name.every((word) => exemplar.labelWords.includes(word)))) return 1;
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
}): { exemplar: Exemplar; meaning: number; plain: boolean; score: number }[] {
  const picked = options.exemplars[Math.floor(options.random() * options.exemplars.length)];
  const label = picked?.labelWords.join(' ');
  return options.exemplars
    .filter((exemplar) => exemplar.labelWords.join(' ') === label)
    .map((exemplar) => ({ exemplar, meaning: 0, plain: false, score: 1 }));
}
