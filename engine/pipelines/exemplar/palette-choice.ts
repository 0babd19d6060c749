// What of a palette a prompt calls for: own drawings wherever one is of the thing that is named, whole pictures as ground
// behind it or as the picture itself, and the drawings of the model for the rest.

import type { Note } from '../../../shared/domain/note.ts';
import type { Exemplar } from './exemplar-collection.ts';
import { wordsOf } from './exemplar-collection.ts';
import type { OpenPalette } from './palette-collection.ts';
import type { Hand } from './palette-hand.ts';
import type { PromptReading, Subject } from './prompt-reading.ts';
import { drawingsOf } from './retrieval.ts';
import { singular } from './word-forms.ts';
import type { WordVectors } from './word-vectors.ts';

export interface PaletteChoice {
  readonly hand: Hand;
  /** The things to be drawn; those that a whole picture shows are not among them. */
  readonly subjects: readonly Subject[];
  drawingsFor(subject: Subject): { readonly exemplars: readonly Exemplar[]; readonly own: boolean };
  /** Whole pictures the picture is made of; empty unless there is nothing else to draw. */
  readonly sheets: readonly Exemplar[];
  /** Whole pictures of which one is what everything stands on, in place of a drawn scene; empty for a drawn one. */
  readonly grounds: readonly Exemplar[];
  readonly note: Note | null;
}

/** Captions share them with any prompt. */
const emptyWords: ReadonlySet<string> = new Set('a an and at by for from in my of on the to with'.split(' '));

export function choosePalette(options: {
  readonly palette: OpenPalette;
  readonly reading: PromptReading;
  readonly subjects: readonly Subject[];
  readonly prompt: string;
  /** What may be drawn from, without the sets that are left out. */
  readonly exemplars: readonly Exemplar[];
  readonly vectors: WordVectors;
}): PaletteChoice {
  const { palette, reading, prompt, exemplars, vectors } = options;
  const own = exemplars.filter(({ set }) => set === palette.set);
  const others = exemplars.filter(({ set }) => set !== palette.set);
  const ofOwn = (subject: Subject) => drawingsOf(subject, { vectors, exemplars: own });
  const called = mostCalled(palette.sheets, wordsOf(prompt));

  /** A thing that only a whole picture shows is not drawn over it. */
  const isShown = (subject: Subject) =>
    called.some(
      ({ labelWords }) => labelWords.includes(headOf(subject)) || labelWords.includes(singular(headOf(subject))),
    ) && ofOwn(subject).length === 0;
  const drawn = options.subjects.filter((subject) => !isShown(subject));
  const nothingElse = palette.sheets.length > 0 && (drawn.length === 0 || exemplars.length === 0);
  const subjects = nothingElse ? [] : drawn;
  // A palette of nothing but textures has no other way to show.
  const plain = reading.place === 'plain' && reading.background === 'white' && reading.backdrop === 'flat';
  const grounds = called.length > 0 ? called : own.length === 0 && plain ? palette.sheets : [];
  return {
    hand: palette.hand,
    subjects,
    drawingsFor(subject) {
      const fitting = ofOwn(subject);
      if (fitting.length > 0) return { exemplars: fitting, own: true };
      return others.length > 0 ? { exemplars: others, own: false } : { exemplars: own, own: true };
    },
    sheets: nothingElse ? (called.length > 0 ? called : palette.sheets) : [],
    grounds: nothingElse ? [] : grounds,
    note: others.length > 0 ? null : missingNote(subjects.filter((subject) => ofOwn(subject).length === 0)),
  };
}

/** The whole pictures most words of the prompt name. */
function mostCalled(sheets: readonly Exemplar[], words: readonly string[]): readonly Exemplar[] {
  const wanted = new Set(words.filter((word) => !emptyWords.has(word)).flatMap((word) => [word, singular(word)]));
  const called = sheets.map((sheet) => sheet.labelWords.filter((word) => wanted.has(word)).length);
  const most = Math.max(0, ...called);
  return most === 0 ? [] : sheets.filter((_, at) => called[at] === most);
}

function headOf({ words }: Subject): string {
  return words.reduce((most, word) => (word.weight > most.weight ? word : most), { word: '', weight: 0 }).word;
}

function missingNote(subjects: readonly Subject[]): Note | null {
  const words = subjects
    .map(headOf)
    .filter((word) => word !== '')
    .join(', ');
  if (words === '') return null;
  const message = `This palette has no drawing of: ${words}. The nearest of its drawings stands in.`;
  return { code: 'NOT_IN_PALETTE', message, values: { words } };
}
