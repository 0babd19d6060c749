// Takes what a prompt says of place, time, weather and background out of it: "at night", "in a snowy forest".

import {
  type BackdropName,
  backdropWords,
  backgroundWords,
  type ColourName,
  colourWords,
  determiners,
  type PlaceName,
  placeAdjectives,
  placePrepositions,
  placeWords,
  type TimeName,
  timeWords,
  type WeatherName,
  weatherWords,
} from './prompt-vocabulary.ts';

export interface Setting {
  place: PlaceName;
  time: TimeName;
  weather: WeatherName;
  background: ColourName;
  backdrop: BackdropName;
}

/** Beside the water is a place; beside a house is beside a thing. */
const nearWords: ReadonlySet<string> = new Set(['by', 'near', 'beside', 'over', 'below', 'beneath', 'along']);
const shores: ReadonlySet<PlaceName> = new Set(['beach', 'sea']);
/** One is in a house, and on its roof beside the chimney. */
const houseWords: ReadonlySet<string> = new Set(['house', 'home', 'school', 'wall']);
const insideWords: ReadonlySet<string> = new Set(['in', 'inside', 'at', 'within']);
const underWords: ReadonlySet<string> = new Set(['under', 'below', 'beneath']);
/** A phrase of a place is never longer: "on the old wooden kitchen table". */
const longestPhrase = 6;

/**
 * @param options.setting what was found is written here
 * @param options.alone whether the clause may be a setting without a preposition: "a house, foggy night"
 * @returns what is left of the clause
 */
export function takeSetting(
  clause: readonly string[],
  { setting, alone }: { readonly setting: Setting; readonly alone: boolean },
): string[] {
  if (alone && clause.every(tellsSetting)) {
    apply(setting, { words: clause, below: false });
    return [];
  }
  const rest: string[] = [];
  for (let i = 0; i < clause.length; i++) {
    const word = clause[i] ?? '';
    const end = placePrepositions.has(word)
      ? settingEnd(clause, { from: i + 1, near: nearWords.has(word), inside: insideWords.has(word) })
      : null;
    if (word === 'underwater') setting.place = 'underwater';
    else if (word === 'outdoors' || word === 'indoors') setting.place = placeWords.get(word) ?? setting.place;
    else if (end === null && isWeather(word)) setting.weather = weatherWords.get(word) ?? setting.weather;
    else if (end === null) rest.push(word);
    else {
      apply(setting, { words: clause.slice(i + 1, end + 1), below: underWords.has(word) });
      i = end;
    }
  }
  return rest;
}

/** "a rainy street" says its weather anywhere; "lightning" and "a clear glass" are things. */
function isWeather(word: string): boolean {
  return /^(?:rainy|raining|foggy|misty|stormy|snowing|sunny)$/.test(word);
}

function tellsSetting(word: string): boolean {
  return (
    placeWords.has(word) ||
    timeWords.has(word) ||
    weatherWords.has(word) ||
    placeAdjectives.has(word) ||
    backgroundWords.has(word) ||
    determiners.has(word) ||
    placePrepositions.has(word) ||
    colourWords.has(word)
  );
}

/** Index of the last place, time, weather or background word that a preposition leads to, past articles and the like. */
function settingEnd(
  clause: readonly string[],
  { from, near, inside }: { readonly from: number; readonly near: boolean; readonly inside: boolean },
): number | null {
  let found: number | null = null;
  for (let i = from; i < clause.length && i < from + longestPhrase; i++) {
    const word = clause[i] ?? '';
    if (backgroundWords.has(word)) return i;
    const place = placeWords.get(word);
    if (!inside && houseWords.has(word)) return found;
    if (near && place !== undefined && !shores.has(place)) return found;
    if (place !== undefined || timeWords.has(word) || weatherWords.has(word)) found = i;
    else if (colourWords.has(word) && i === clause.length - 1) return i;
    else if (
      !determiners.has(word) &&
      !colourWords.has(word) &&
      !placeAdjectives.has(word) &&
      !backdropWords.has(word)
    ) {
      return endsPhrase(clause, { found, next: i });
    }
  }
  return found;
}

/** "on a table top" ends at the table; "on the beach ball" names a ball. */
function endsPhrase(clause: readonly string[], { found, next }: { found: number | null; next: number }): number | null {
  const follows = clause[next] ?? '';
  const joins = placePrepositions.has(follows) || /^(?:and|with|infront|while|of|full|beside)$/.test(follows);
  return found !== null && joins ? found : null;
}

function apply(setting: Setting, { words, below }: { words: readonly string[]; below: boolean }): void {
  for (const word of words) {
    const adjective = placeAdjectives.get(word);
    if (adjective?.weather !== undefined) setting.weather = adjective.weather;
    if (adjective?.place !== undefined) setting.place = adjective.place;
    setting.time = timeWords.get(word) ?? setting.time;
    setting.weather = weatherWords.get(word) ?? setting.weather;
    const place = placeWords.get(word);
    // "a snowy forest" is a forest, with the snow falling.
    if (below && (place === 'space' || place === 'moon' || place === 'sky')) setting.time = 'night';
    else if (place !== undefined) setting.place = below && place === 'sea' ? 'underwater' : place;
    // "in the dark blue sea" colours no sheet.
    setting.backdrop = backdropWords.get(word) ?? setting.backdrop;
  }
  const hasPlace = words.some((word) => placeWords.has(word));
  const colour = words.map((word) => colourWords.get(word)).findLast((name) => name !== undefined);
  if (!hasPlace && colour !== undefined) setting.background = colour;
}
