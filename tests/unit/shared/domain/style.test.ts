import { expect, it } from 'vitest';
import { applyStyle } from '../../../../shared/domain/style.ts';

it('puts the prompt where the style marks it, also when the prompt holds replacement patterns', () => {
  expect(applyStyle('$& cat', 'a photo of {prompt}, sharp')).toBe('a photo of $& cat, sharp');
});

it('appends a style without a mark after a comma', () => {
  expect(applyStyle('cat', 'oil paint')).toBe('cat, oil paint');
});

it('leaves the prompt alone when the style has no words', () => {
  expect(applyStyle('cat', '')).toBe('cat');
});
