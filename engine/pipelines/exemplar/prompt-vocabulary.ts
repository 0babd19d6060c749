// Words with a meaning of their own in a prompt: colours, styles, places, times, and those that say nothing.

export const colourNames = [
  'red',
  'orange',
  'yellow',
  'green',
  'cyan',
  'blue',
  'purple',
  'pink',
  'brown',
  'black',
  'gray',
  'white',
] as const;
export type ColourName = (typeof colourNames)[number];

/** Where the subject stands. `plain` is a sheet of one colour, white unless the prompt names another. */
export const placeNames = ['plain', 'grass', 'beach', 'sea', 'underwater', 'snow', 'desert', 'sky', 'space'] as const;
export type PlaceName = (typeof placeNames)[number];

export type TimeName = 'day' | 'night' | 'sunset';

function table<Name extends string>(rows: Readonly<Record<Name, string>>): ReadonlyMap<string, Name> {
  const names = Object.keys(rows) as Name[];
  return new Map(names.flatMap((name) => rows[name].split(' ').map((word) => [word, name] as const)));
}

export const colourWords = table<ColourName>({
  red: 'red crimson scarlet ruby',
  orange: 'orange amber',
  yellow: 'yellow gold golden',
  green: 'green emerald lime',
  cyan: 'cyan turquoise teal aqua',
  blue: 'blue azure navy',
  purple: 'purple violet lilac',
  pink: 'pink magenta',
  brown: 'brown',
  black: 'black',
  gray: 'gray grey silver',
  white: 'white',
});

/** Keys are the style words of the drawings' own index. */
export const styleWords = table({
  noto: 'noto',
  blob: 'blob blobby',
  '3d': '3d rendered render plastic',
  flat: 'flat minimalist vector',
  cartoon: 'cartoon comic',
  glossy: 'glossy shiny',
});

export const placeWords = table<Exclude<PlaceName, 'plain'>>({
  grass: 'grass meadow field fields lawn hill hills garden park farm forest woods countryside village',
  beach: 'beach sand shore coast seaside island',
  sea: 'sea ocean lake river water waves harbour harbor pond',
  underwater: 'underwater',
  snow: 'snow ice winter arctic antarctica glacier',
  desert: 'desert dunes dune sahara',
  sky: 'sky clouds air heaven',
  space: 'space galaxy universe cosmos orbit stars',
});

export const timeWords = table<Exclude<TimeName, 'day'>>({
  night: 'night midnight moonlight darkness nighttime',
  sunset: 'sunset sunrise dawn dusk evening twilight',
});

export const placePrepositions = words(
  'on in at under over above by near during through across below beneath beside against',
);

/** Words that may stand between a preposition and its place. */
export const determiners = words(
  'the a an some my your his her its our their deep sunny starry open green blue dark big wide',
);

export const backgroundWords = words('background backdrop');

/** Joining words, counting words, praise and talk about pictures: they choose no drawing. */
export const emptyWords = words(
  `the a an some my your his her its our their this that and or of with without to from for as is are be it in on at by
  one two three four five 1 2 3 4 5 many several pair very really so
  picture image photo photograph photography drawing painting illustration art artwork sticker stickers emoji icon clipart clip design style
  portrait closeup close up shot view scene background backdrop
  beautiful pretty nice lovely cute adorable cool awesome amazing stunning gorgeous simple
  high highly low quality detailed detail details masterpiece best resolution hd uhd 4k 8k sharp focus cinematic lighting light
  trending artstation award winning professional realistic photorealistic style colourful colorful vibrant`,
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}
