import { expect, it } from 'vitest';
import { StyleId } from '../../../../shared/domain/ids.ts';
import { applyStyle, combinedStyle, type Style, stylesOf } from '../../../../shared/domain/style.ts';

it('puts the prompt where the style marks it, also when the prompt holds replacement patterns', () => {
  expect(applyStyle('$& cat', 'a photo of {prompt}, sharp')).toBe('a photo of $& cat, sharp');
});

it('appends a style without a mark after a comma', () => {
  expect(applyStyle('cat', 'oil paint')).toBe('cat, oil paint');
});

it('leaves the prompt alone when the style has no words', () => {
  expect(applyStyle('cat', '')).toBe('cat');
});

function style(id: string, prompt: string, negativePrompt = ''): Style {
  return { id: StyleId.parse(id), name: id, prompt, negativePrompt };
}

it('puts each of several styles around what those before it made', () => {
  const both = combinedStyle([
    style('ink', '{prompt}, ink'),
    style('night', 'at night: {prompt}'),
    style('fog', 'foggy'),
  ]);
  expect(applyStyle('cat', both?.prompt ?? '')).toBe('at night: cat, ink, foggy');
});

it('appends what several styles do not want, also to nothing', () => {
  const both = combinedStyle([style('ink', '', 'colour'), style('plain', ''), style('fog', '', 'sun')]);
  expect(applyStyle('', both?.negativePrompt ?? '')).toBe('colour, sun');
  expect(both?.prompt).toBe('');
});

it('is the style itself when there is one, and nothing when there is none', () => {
  const ink = style('ink', '{prompt}, ink');
  expect([combinedStyle([ink]), combinedStyle([])]).toEqual([ink, null]);
});

it('names the styles of a recipe in their order', () => {
  const [ink, fog] = [StyleId.parse('ink'), StyleId.parse('fog')];
  expect(stylesOf({ style: ink, moreStyles: [fog] })).toEqual([ink, fog]);
  expect(stylesOf({ style: null, moreStyles: [fog] })).toEqual([fog]);
  expect(stylesOf({})).toEqual([]);
});
