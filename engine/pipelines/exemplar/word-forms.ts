// The forms a word is looked for in: as it stands, without its ending, as the words it is put together from, and as the
// names the drawings have for the same thing.

/** Names of drawings for words people use instead; each as good as the word itself. */
const synonyms: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    pumpkin: ['jack o lantern'],
    box: ['package'],
    queen: ['princess'],
    king: ['prince'],
    lady: ['woman'],
    guy: ['man'],
    gentleman: ['man'],
    kid: ['child'],
    doctor: ['health worker'],
    nurse: ['health worker'],
    policeman: ['police officer'],
    cop: ['police officer'],
    fireman: ['firefighter'],
    knight: ['guard'],
    soldier: ['guard'],
    wizard: ['mage'],
    witch: ['mage'],
    grandma: ['old woman'],
    grandmother: ['old woman'],
    grandpa: ['old man'],
    grandfather: ['old man'],
    chef: ['cook'],
    painter: ['artist'],
    programmer: ['technologist'],
    car: ['automobile'],
    bike: ['bicycle'],
    motorbike: ['motorcycle'],
    plane: ['airplane'],
    aeroplane: ['airplane'],
    boat: ['sailboat', 'speedboat', 'motor boat'],
    yacht: ['sailboat'],
    submarine: ['speedboat'],
    truck: ['delivery truck', 'pickup truck'],
    lorry: ['delivery truck'],
    firetruck: ['fire engine'],
    ufo: ['flying saucer'],
    spaceship: ['rocket', 'flying saucer'],
    phone: ['mobile phone'],
    smartphone: ['mobile phone'],
    computer: ['laptop', 'desktop computer'],
    ball: ['soccer ball'],
    football: ['soccer ball'],
    flower: ['tulip', 'hibiscus', 'sunflower', 'blossom', 'rose'],
    tree: ['deciduous tree', 'evergreen tree'],
    pine: ['evergreen tree'],
    palm: ['palm tree'],
    bunny: ['rabbit'],
    hare: ['rabbit'],
    kitten: ['cat'],
    kitty: ['cat'],
    puppy: ['dog'],
    doggy: ['dog'],
    pony: ['horse'],
    chick: ['baby chick', 'front-facing baby chick'],
    hen: ['chicken'],
    bee: ['honeybee'],
    ladybug: ['lady beetle'],
    ladybird: ['lady beetle'],
    cup: ['teacup', 'hot beverage'],
    coffee: ['hot beverage'],
    tea: ['teacup without handle', 'hot beverage'],
    burger: ['hamburger'],
    fries: ['french fries'],
    cake: ['birthday cake', 'shortcake'],
    beer: ['beer mug'],
    wine: ['wine glass'],
    corn: ['ear of corn'],
    pepper: ['bell pepper', 'hot pepper'],
    pyramid: ['mount fuji', 'mountain'],
    temple: ['classical building'],
    snowman: ['snowman without snow', 'snowman'],
    present: ['wrapped gift'],
    gift: ['wrapped gift'],
    dinosaur: ['sauropod', 't rex'],
    dino: ['sauropod', 't rex'],
    monster: ['ogre', 'alien monster'],
    heart: ['red heart'],
    piano: ['musical keyboard'],
    keyboard: ['musical keyboard', 'keyboard'],
    hat: ['top hat', 'woman’s hat'],
    shoe: ['running shoe', 'man’s shoe'],
    shoes: ['running shoe', 'man’s shoe'],
    shirt: ['t shirt'],
    moon: ['full moon', 'crescent moon'],
    planet: ['ringed planet'],
    saturn: ['ringed planet'],
    earth: ['globe showing americas', 'globe showing europe africa'],
    world: ['globe showing americas', 'globe showing europe africa'],
  }),
);

/** Names under which there may be drawings of the thing, each a list of words that must all stand in the label. */
export function otherNames(word: string): readonly (readonly string[])[] {
  return (synonyms.get(word) ?? synonyms.get(singular(word)) ?? []).map((name) => name.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** The word and what is left of it without its endings, likeliest first; "snowy" is found as "snow". */
export function formsOf(word: string, isKnown: (form: string) => boolean): string[] {
  const forms = new Set([word, singular(word)]);
  for (const [ending, instead] of endings) {
    if (word.length < ending.length + 3 || !word.endsWith(ending)) continue;
    const stem = word.slice(0, -ending.length);
    for (const form of [stem + instead, `${stem}e`, stem.replace(/(.)\1$/, '$1')]) if (isKnown(form)) forms.add(form);
  }
  return [...forms];
}

/** The two known words a compound is made of, the thing itself last; "firetruck" is a truck. */
export function compoundParts(word: string, isKnown: (form: string) => boolean): readonly [string, string] | null {
  for (let at = word.length - 3; at >= 3; at--) {
    const [first, last] = [word.slice(0, at), word.slice(at)];
    if (isKnown(first) && isKnown(last)) return [first, last];
  }
  return null;
}

const endings: readonly (readonly [string, string])[] = [
  ['ily', 'y'],
  ['iest', 'y'],
  ['ier', 'y'],
  ['ing', ''],
  ['est', ''],
  ['ish', ''],
  ['ed', ''],
  ['er', ''],
  ['ly', ''],
  ['y', ''],
];

/** English plurals by their endings, and the few that change inside. */
export function singular(word: string): string {
  const irregular = irregulars.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

const irregulars: ReadonlyMap<string, string> = new Map([
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['mice', 'mouse'],
  ['geese', 'goose'],
  ['feet', 'foot'],
  ['teeth', 'tooth'],
  ['wolves', 'wolf'],
  ['leaves', 'leaf'],
  ['knives', 'knife'],
  ['potatoes', 'potato'],
  ['tomatoes', 'tomato'],
  ['people', 'person'],
  ['houses', 'house'],
  ['horses', 'horse'],
  ['roses', 'rose'],
  ['vases', 'vase'],
  ['axes', 'axe'],
]);
