// The line that is pasted below a picture that goes out into the world.

import { expect, test } from 'vitest';
import { attributionOf } from '../../../../../renderer/features/viewer/attribution.ts';

const drawings = [{ name: 'dog', label: 'dog', leads: true }];
const twemoji = {
  name: 'twemoji',
  title: 'Twemoji',
  licence: 'CC-BY-4.0',
  author: 'Twitter, Inc. and other contributors',
  source: 'https://github.com/twitter/twemoji',
  drawings,
};

test('names title, author, licence with its address, and source, as CC-BY wants it', () => {
  expect(attributionOf([twemoji], 'en')).toBe(
    'Twemoji (Twitter, Inc. and other contributors, CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/, https://github.com/twitter/twemoji)',
  );
});

test('joins several sets as the language does, and leaves a licence in somebody’s own words alone', () => {
  const mine = { ...twemoji, title: 'Sketchbook', author: 'Ada', licence: 'All rights reserved', source: null };
  expect(attributionOf([mine, mine], 'fr')).toBe(
    'Sketchbook (Ada, All rights reserved) et Sketchbook (Ada, All rights reserved)',
  );
});
