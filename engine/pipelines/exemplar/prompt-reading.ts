// Reads a prompt as this model can follow it: subjects with their colours, a style, a place and a time of day.

import { wordsOf } from './exemplar-collection.ts';
import {
  backgroundWords,
  type ColourName,
  colourWords,
  determiners,
  emptyWords,
  type PlaceName,
  placePrepositions,
  placeWords,
  styleWords,
  type TimeName,
  timeWords,
} from './prompt-vocabulary.ts';

export interface SubjectWord {
  readonly word: string;
  /** How much this word decides; the thing itself counts more than what is said about it. */
  readonly weight: number;
}

export interface Subject {
  readonly words: readonly SubjectWord[];
  readonly colour: ColourName | null;
}

export interface PromptReading {
  /** What stands in the picture, from left to right; at least one unless the prompt names no thing at all. */
  readonly subjects: readonly Subject[];
  readonly style: string | null;
  readonly place: PlaceName;
  readonly time: TimeName;
  /** Colour of a plain background. */
  readonly background: ColourName;
}

/** Two fit side by side; a third would be too small to be drawn. */
const maxSubjects = 2;
const headWeight = 1.3;
/** "a girl with a balloon" is a girl first. */
const attachedWeight = 0.5;
/** What follows the first comma describes; it should lean the choice, not make it. */
const laterWeight = 0.35;

export function readPrompt(text: string): PromptReading {
  const setting = { place: 'plain' as PlaceName, time: 'day' as TimeName, background: 'white' as ColourName };
  let style: string | null = null;
  const groups: { words: SubjectWord[]; colours: string[] }[] = [];

  for (const [place, clause] of clauses(text).entries()) {
    const rest = takeSetting(clause, { setting, alone: place > 0 }).filter((word) => {
      const named = styleWords.get(word);
      if (named !== undefined) style = named;
      return named === undefined;
    });
    const parts = place === 0 ? splitAt(rest, 'and') : [rest];
    for (const part of parts) {
      const colours = part.filter((word) => colourWords.has(word));
      const words = weighWords(part, place === 0 ? 1 : laterWeight);
      const last = groups.at(-1);
      // "red and blue ball": a part that names no thing belongs to the next one; later clauses belong to the last.
      if (place > 0 && last !== undefined) {
        last.words.push(...words);
        if (last.colours.length === 0) last.colours.push(...colours);
      } else if (words.length > 0 || colours.length > 0) groups.push({ words, colours });
    }
  }
  return { subjects: subjectsFrom(groups), style, ...setting };
}

/** Weights such as (apple:1.2) are another family's grammar: their brackets go, their words stay. */
function clauses(text: string): string[][] {
  return text
    .replace(/:\s*\d+(?:\.\d+)?/g, ' ')
    .split(/[,.;\n]+/)
    .map(wordsOf)
    .filter((words) => words.length > 0);
}

interface Setting {
  place: PlaceName;
  time: TimeName;
  background: ColourName;
}

/** Takes "at night", "in the deep sea", "on a blue background" out of a clause, and returns what is left of it. */
function takeSetting(clause: readonly string[], { setting, alone }: { setting: Setting; alone: boolean }): string[] {
  const rest: string[] = [];
  for (let i = 0; i < clause.length; i++) {
    const word = clause[i] ?? '';
    const preposition = placePrepositions.has(word);
    const end = preposition
      ? settingEnd(clause, i + 1)
      : settingEnd(clause, i) === i && alone && clause.length === 1
        ? i
        : null;
    if (word === 'underwater') setting.place = 'underwater';
    else if (end === null) rest.push(word);
    else {
      apply(setting, {
        words: clause.slice(i, end + 1),
        below: word === 'under' || word === 'below' || word === 'beneath',
      });
      i = end;
    }
  }
  return rest;
}

/** Index of the place, time or background word that a preposition leads to, past articles and the like. */
function settingEnd(clause: readonly string[], from: number): number | null {
  for (let i = from; i < clause.length && i < from + 4; i++) {
    const word = clause[i] ?? '';
    if (backgroundWords.has(word) || placeWords.has(word) || timeWords.has(word)) return i;
    const last = i === clause.length - 1;
    if (colourWords.has(word)) {
      if (last) return i;
    } else if (!determiners.has(word)) return null;
  }
  return null;
}

function apply(setting: Setting, { words, below }: { words: readonly string[]; below: boolean }): void {
  const last = words.at(-1) ?? '';
  const place = placeWords.get(last);
  const time = timeWords.get(last);
  const colour = words.map((word) => colourWords.get(word)).find((name) => name !== undefined);
  if (place !== undefined) setting.place = below && place === 'sea' ? 'underwater' : place;
  else if (time !== undefined) setting.time = time;
  else if (colour !== undefined) setting.background = colour;
}

function splitAt(clause: readonly string[], word: string): string[][] {
  const parts: string[][] = [[]];
  for (const item of clause) {
    if (item === word) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts;
}

function weighWords(part: readonly string[], weight: number): SubjectWord[] {
  const naming = part.filter((word) => !colourWords.has(word) && !emptyWords.has(word) && !placePrepositions.has(word));
  const end = part.findIndex((word) => word === 'with' || word === 'without' || placePrepositions.has(word));
  const head = part.includes('of') ? undefined : naming.filter((word) => end < 0 || part.indexOf(word) < end).at(-1);
  return [...new Set(naming)].map((word) => {
    const attached = end >= 0 && part.indexOf(word) > end;
    return { word, weight: weight * (word === head ? headWeight : attached ? attachedWeight : 1) };
  });
}

function subjectsFrom(groups: readonly { words: SubjectWord[]; colours: string[] }[]): Subject[] {
  const things = groups.filter((group) => group.words.length > 0);
  const waiting = groups.filter((group) => group.words.length === 0).flatMap((group) => group.colours);
  // "an orange", "something red": a prompt of nothing but a colour means the word itself.
  if (things.length === 0) {
    const words = [...new Set(waiting)].map((word) => ({ word, weight: 1 }));
    return words.length === 0 ? [] : [{ words, colour: colourWords.get(waiting[0] ?? '') ?? null }];
  }
  return things.slice(0, maxSubjects).map((group, place) => {
    const colour = group.colours[0] ?? (place === 0 ? waiting[0] : undefined);
    return { words: group.words, colour: colour === undefined ? null : (colourWords.get(colour) ?? null) };
  });
}
