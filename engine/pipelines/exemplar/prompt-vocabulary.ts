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
export const placeNames = [
  'plain',
  'grass',
  'forest',
  'mountains',
  'city',
  'room',
  'table',
  'beach',
  'sea',
  'underwater',
  'snow',
  'desert',
  'sky',
  'space',
  'moon',
] as const;
export type PlaceName = (typeof placeNames)[number];

export type TimeName = 'day' | 'night' | 'sunset';
export type WeatherName = 'clear' | 'rain' | 'snowfall' | 'fog' | 'storm';
/** How a plain sheet is painted. */
export type BackdropName = 'flat' | 'gradient' | 'stripes' | 'dots' | 'checks' | 'rays';

/** Where a thing is, seen from the one named before it. `with` is settled by what there are drawings of. */
export type RelationName = 'beside' | 'on' | 'in' | 'under' | 'above' | 'front' | 'behind' | 'with';

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
  grass:
    'grass meadow field fields lawn hill hills garden park farm countryside village pasture prairie valley outdoors',
  forest: 'forest woods jungle woodland rainforest trees',
  mountains: 'mountains mountain alps peaks cliff cliffs',
  city: 'city street streets town downtown skyline road highway metropolis',
  room: 'room bedroom kitchen house home indoors inside livingroom office classroom library museum cafe restaurant wall floor carpet',
  table: 'table desk counter plate tablecloth',
  beach: 'beach sand shore coast seaside island',
  sea: 'sea ocean lake river water waves harbour harbor pond',
  underwater: 'underwater',
  snow: 'snow ice winter arctic antarctica glacier',
  desert: 'desert dunes dune sahara',
  sky: 'sky clouds air heaven',
  space: 'space galaxy universe cosmos orbit stars',
  moon: 'moon mars planet',
});

export const timeWords = table<TimeName>({
  day: 'day morning noon afternoon daytime daylight',
  night: 'night midnight moonlight darkness nighttime starlight starry',
  sunset: 'sunset sunrise dawn dusk evening twilight',
});

export const weatherWords = table<WeatherName>({
  clear: 'sunny sunshine clear cloudless',
  rain: 'rain rainy raining drizzle shower',
  snowfall: 'snowfall snowing blizzard snowstorm',
  fog: 'fog foggy mist misty haze hazy',
  storm: 'storm stormy thunderstorm thunder lightning',
});

/** Before a place, these say what it is like: "a snowy forest". */
export const placeAdjectives = new Map<string, { readonly weather?: WeatherName; readonly place?: PlaceName }>([
  ['snowy', { weather: 'snowfall', place: 'snow' }],
  ['wintry', { weather: 'snowfall', place: 'snow' }],
  ['icy', { place: 'snow' }],
  ['frozen', { place: 'snow' }],
  ['sandy', { place: 'beach' }],
  ['grassy', { place: 'grass' }],
]);

export const backdropWords = table<BackdropName>({
  flat: 'plain solid flat',
  gradient: 'gradient',
  stripes: 'striped stripes stripe',
  dots: 'dotted dots dot polka spotted',
  checks: 'checkered checked chequered checkerboard',
  rays: 'rays sunburst sunbeams radiant',
});

export const relationWords = table<RelationName>({
  beside: 'and beside near by against plus alongside ',
  with: 'with holding wearing having eating carrying',
  on: 'on upon atop riding over',
  in: 'in inside into',
  under: 'under below beneath underneath',
  above: 'above',
  front: 'infront before',
  behind: 'behind',
});

export const placePrepositions = words(
  'on in at under over by near during through across below beneath beside inside from within among amongst amid along',
);

/** Words that may stand between a preposition and its place. */
export const determiners = words(
  'the a an some my your his her its our their deep outer starry open green blue dark big wide cosy cozy warm bright busy quiet old modern empty small little large calm wooden lush tropical living dining bath class dense sunny rocky kitchen',
);

export const countWords: ReadonlyMap<string, number> = new Map([
  ['two', 2],
  ['2', 2],
  ['both', 2],
  ['three', 3],
  ['3', 3],
  ['few', 3],
  ['several', 3],
  ['four', 4],
  ['4', 4],
  ['many', 4],
  ['five', 4],
  ['5', 4],
  ['six', 4],
  ['lots', 4],
]);

export const articles = words('a an the one some two three four several many 1 2 3 4');

export const backgroundWords = words('background backdrop pattern wallpaper');

/** Joining words, counting words, praise and talk about pictures: they choose no drawing. */
export const emptyWords = words(
  `the a an some my your his her its our their this that and or of with without to from for as is are be it in on at by
  one two three four five six 1 2 3 4 5 few many several lots both pair very really so
  standing sitting sat lying there is next
  picture image photo photograph photography drawing painting illustration art artwork sticker stickers emoji icon clipart clip design style
  portrait closeup close up shot view scene background backdrop
  beautiful pretty nice lovely cute adorable cool awesome amazing stunning gorgeous simple
  high highly low quality detailed detail details masterpiece best resolution hd uhd 4k 8k sharp focus cinematic lighting light
  trending artstation award winning professional realistic photorealistic style colourful colorful vibrant`,
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}
