// Reads a prompt as this model can follow it: things with their colours, numbers and places to one another, a style, and
// where, when and in what weather.

import { wordsOf } from './exemplar-collection.ts';
import {
  articles,
  type BackdropName,
  type ColourName,
  colourWords,
  countWords,
  emptyWords,
  type PlaceName,
  placePrepositions,
  type RelationName,
  relationWords,
  styleWords,
  type TimeName,
  type WeatherName,
} from './prompt-vocabulary.ts';
import { plainPrompt, readWeightedPrompt } from '../../../shared/prompt/weighted-prompt.ts';
import { type Setting, takeSetting } from './setting-reading.ts';

export interface SubjectWord {
  readonly word: string;
  /** How much this word decides; the thing itself counts more than what is said about it. */
  readonly weight: number;
}

export interface Subject {
  readonly words: readonly SubjectWord[];
  readonly colour: ColourName | null;
  /** How many of it stand in the picture. */
  readonly count: number;
  /** Where it is, seen from the subject before it; null for the first. */
  readonly relation: RelationName | null;
}

export interface PromptReading {
  /** What stands in the picture, in the order of the prompt; at least one unless the prompt names no thing at all. */
  readonly subjects: readonly Subject[];
  readonly style: string | null;
  readonly place: PlaceName;
  readonly time: TimeName;
  readonly weather: WeatherName;
  /** Colour of a plain background, and what is painted on it. */
  readonly background: ColourName;
  readonly backdrop: BackdropName;
}

/** More would be too small to be drawn. */
export const maxThings = 4;
const headWeight = 1.3;
/** What follows the first comma describes; it should lean the choice, not make it. */
const laterWeight = 0.35;
/** What a prompt weighs may lean the choice, but no "(big:1.5) apple" is of anything but an apple. */
const emphasisMax = 1.25;
const emphasisMin = 0.1;

interface Part {
  readonly relation: RelationName | null;
  readonly words: SubjectWord[];
  readonly colours: string[];
  readonly count: number;
}

export function readPrompt(prompt: string): PromptReading {
  const emphasis = emphasisOf(prompt);
  const text = plainPrompt(prompt);
  const setting: Setting = {
    place: 'plain',
    time: 'day',
    weather: 'clear',
    background: 'white',
    backdrop: 'flat',
  };
  let style: string | null = null;
  const parts: Part[] = [];
  for (const [at, clause] of clauses(text).entries()) {
    const rest = takeSetting(clause, { setting, alone: at > 0 }).filter((word) => {
      const named = styleWords.get(word);
      if (named !== undefined) style = named;
      return named === undefined;
    });
    // "a cat, a dog and a bird" names things; "a castle, medieval" describes one.
    const names = at === 0 || parts.length === 0 || articles.has(rest[0] ?? '');
    for (const [place, { relation, words }] of splitByRelations(rest).entries()) {
      const part = partOf(words, {
        relation: place === 0 && at === 0 ? null : (relation ?? 'beside'),
        weight: names ? 1 : laterWeight,
        emphasis,
      });
      const last = parts.at(-1);
      if (names || last === undefined) parts.push(part);
      else {
        last.words.push(...part.words);
        if (last.colours.length === 0) last.colours.push(...part.colours);
      }
    }
  }
  return { subjects: subjectsFrom(parts), style, ...setting };
}

/** What (apple:1.5) is told to count, by its words; a word that stands twice counts as where it counts most. */
function emphasisOf(prompt: string): ReadonlyMap<string, number> {
  const emphasis = new Map<string, number>();
  for (const { text, weight } of readWeightedPrompt(prompt).flat()) {
    if (weight === 1) continue;
    const share = Math.min(emphasisMax, Math.max(emphasisMin, weight));
    for (const word of wordsOf(text)) emphasis.set(word, Math.max(emphasis.get(word) ?? 0, share));
  }
  return emphasis;
}

function clauses(text: string): string[][] {
  return text
    .toLowerCase()
    .replace(/:\s*\d+(?:\.\d+)?/g, ' ')
    .replace(/\bin front of\b/g, ' infront ')
    .replace(/\b(?:next to|close to|side by side with|together with|to the (?:left|right) of)\b/g, ' beside ')
    .replace(/\bon top of\b/g, ' on ')
    .replace(/\b(?:a )?(?:pair|couple) of\b/g, ' two ')
    .replace(/\bfire truck\b/g, ' firetruck ')
    .split(/[,.;\n]+/)
    .map(wordsOf)
    .filter((words) => words.length > 0);
}

function splitByRelations(clause: readonly string[]): { relation: RelationName | null; words: string[] }[] {
  const parts: { relation: RelationName | null; words: string[] }[] = [{ relation: null, words: [] }];
  for (const word of clause) {
    const relation = relationWords.get(word);
    if (relation !== undefined) parts.push({ relation, words: [] });
    else parts.at(-1)?.words.push(word);
  }
  // "sitting on beside": of two relations in a row the last one counts.
  return parts.filter(({ words }) => words.length > 0);
}

function partOf(
  words: readonly string[],
  options: { relation: RelationName | null; weight: number; emphasis: ReadonlyMap<string, number> },
): Part {
  const naming = words.filter(
    (word) => !colourWords.has(word) && !emptyWords.has(word) && !placePrepositions.has(word),
  );
  const head = words.includes('of') ? undefined : naming.at(-1);
  return {
    relation: options.relation,
    words: [...new Set(naming)].map((word) => ({
      word,
      weight: options.weight * (word === head ? headWeight : 1) * (options.emphasis.get(word) ?? 1),
    })),
    colours: words.filter((word) => colourWords.has(word)),
    count: words.map((word) => countWords.get(word)).find((count) => count !== undefined) ?? 1,
  };
}

function subjectsFrom(parts: readonly Part[]): Subject[] {
  const subjects: Subject[] = [];
  // "red and blue ball": a part that names no thing belongs to the next one.
  let waiting: string[] = [];
  for (const { words, colours, count, relation } of parts) {
    if (words.length === 0) {
      waiting.push(...colours);
      continue;
    }
    const colour = waiting[0] ?? colours[0];
    subjects.push({
      words,
      colour: colour === undefined ? null : (colourWords.get(colour) ?? null),
      count,
      relation: subjects.length === 0 ? null : relation,
    });
    waiting = [];
  }
  if (subjects.length > 0) return subjects;
  // "an orange", "something red": a prompt of nothing but a colour means the word itself.
  const words = [...new Set(waiting)].map((word) => ({ word, weight: 1 }));
  const colour = colourWords.get(waiting[0] ?? '') ?? null;
  return words.length === 0 ? [] : [{ words, colour, count: 1, relation: null }];
}
