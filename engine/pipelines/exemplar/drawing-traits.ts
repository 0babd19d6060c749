// How a thing behaves in a scene, by its name and its outline: what flies, what swims, what is only a head, what is large.

import type { ExemplarGroup } from './exemplar-group.ts';

export interface Traits {
  /** `head`: cut off at the neck or the chest, so the edge of the picture must hide the cut. */
  readonly carriage: 'stands' | 'flies' | 'floats' | 'head';
  /** Beside other things, 1 is a person; tamer than in the world, or no ant would be seen. */
  readonly size: number;
}

const fliers = words(
  'butterfly honeybee bee bat airplane helicopter rocket balloon kite saucer satellite parachute dove eagle mosquito comet cloud rainbow star sun moon planet drone angel fairy wasp dragonfly',
);
const floaters = words('sailboat speedboat boat ship ferry canoe duck swan surfing surfer raft');
/** Unicode names these after the animal, and all sets draw the head. */
const heads = words('fox lion panda bear koala wolf frog hamster raccoon unicorn moose face');
const large = words(
  'elephant whale house castle tree tent building hotel church tower train bus truck tram ship giraffe dinosaur sauropod hospital school bank mountain volcano statue stadium factory rhinoceros hippopotamus mammoth',
);
const small = words(
  'ant bee honeybee butterfly bug beetle snail mouse chick bird frog hamster ladybug caterpillar spider cricket worm mosquito fly strawberry cherries grapes lemon apple pear egg key ring flower tulip rose cup mushroom leaf ball hatching',
);

export function traitsOf({ members, bustAtFoot }: ExemplarGroup): Traits {
  const exemplar = members[0]?.exemplar;
  const label = exemplar?.labelWords ?? [];
  const is = (names: ReadonlySet<string>) => label.some((word) => names.has(word));
  const isPerson = exemplar?.group === 'People & Body';
  const isHead = is(heads) || exemplar?.group === 'Smileys & Emotion' || (isPerson && bustAtFoot);
  const carriage = isHead ? 'head' : is(fliers) ? 'flies' : is(floaters) ? 'floats' : 'stands';
  const byGroup = { 'Food & Drink': 0.7, Objects: 0.75, 'Animals & Nature': 0.85, 'Travel & Places': 1.15 };
  const size = is(large) ? 1.35 : is(small) ? 0.65 : (byGroup[exemplar?.group as keyof typeof byGroup] ?? 1);
  return { carriage, size };
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
