import { describe, expect, it } from 'vitest';
import { enhancePrompt, shotGrammar, shotTypesFor, writeShots } from '../../../../main/storyboards/shot-rules.ts';
import { promptMaxLength } from '../../../../shared/domain/recipe.ts';
import { shotTypes, WrittenShot } from '../../../../shared/domain/storyboard.ts';

describe('the order of shots', () => {
  it('of one is the opening', () => {
    expect(shotTypesFor(1)).toEqual(['establishing']);
  });

  it('of two has no closing yet', () => {
    expect(shotTypesFor(2)).toEqual(['establishing', 'action']);
  });

  it('of six opens wide, alternates near and far, and closes wide', () => {
    expect(shotTypesFor(6)).toEqual(['establishing', 'action', 'close-up', 'medium', 'detail', 'closing']);
  });

  it('never shows the same kind twice in a row, however long', () => {
    const types = shotTypesFor(24);
    expect(types.filter((type, place) => type === types[place + 1])).toEqual([]);
  });

  it('uses every kind there is once it is long enough', () => {
    expect(new Set(shotTypesFor(24))).toEqual(new Set(shotTypes));
  });
});

describe('writing shots', () => {
  it('frames a prompt of one sentence in every shot', () => {
    expect(writeShots('a fox in the snow', 3).map((shot) => shot.prompt)).toEqual([
      'wide establishing shot of a fox in the snow',
      'dynamic action shot of a fox in the snow',
      'wide closing shot of a fox in the snow',
    ]);
  });

  it('tells a story of several sentences in its order, with the whole at both ends', () => {
    const prompts = writeShots('A fox wakes. It hunts. It sleeps.', 5).map((shot) => shot.prompt);
    expect(prompts).toEqual([
      'wide establishing shot of A fox wakes, It hunts, It sleeps',
      'dynamic action shot of A fox wakes',
      'close-up of It hunts',
      'medium shot of It sleeps',
      'wide closing shot of A fox wakes, It hunts, It sleeps',
    ]);
  });

  it('parts a sentence where something happens then', () => {
    expect(writeShots('a fox wakes, then hunts', 3)[1]?.prompt).toBe('dynamic action shot of a fox wakes');
  });

  it('leaves out no part of a story as long as the shots', () => {
    const story = Array.from({ length: 8 }, (_, part) => `part${part}`).join('. ');
    const told = writeShots(story, 10)
      .slice(1, -1)
      .map((shot) => shot.prompt.split(' ').at(-1));
    expect(told).toEqual(story.split('. '));
  });

  it('gives two shots the 5 s and 3 s of the dialect', () => {
    expect(writeShots('a fox', 2).map((shot) => shot.durationSeconds)).toEqual([5, 3]);
  });

  it.each([1, 2, 3, 6, 24])('makes %i valid shots, also of the longest prompt', (count) => {
    const shots = writeShots('x'.repeat(promptMaxLength), count);
    expect(shots).toHaveLength(count);
    expect(shots.map((shot) => WrittenShot.safeParse(shot).success)).toEqual(shots.map(() => true));
  });

  it.each(['...', '  a  ', ';;a;;', 'then', 'é. ü'])('makes valid shots of "%s"', (prompt) => {
    const shots = writeShots(prompt, 4);
    expect(shots.every((shot) => WrittenShot.safeParse(shot).success)).toBe(true);
  });

  it('has a grammar for every kind of shot, far ones held longest', () => {
    expect(Object.keys(shotGrammar).sort()).toEqual([...shotTypes].sort());
    expect(shotGrammar.establishing.durationSeconds).toBeGreaterThan(shotGrammar.detail.durationSeconds);
  });
});

describe('enhancing', () => {
  it('adds only what is not there', () => {
    expect(enhancePrompt('A detailed fox.')).toBe(
      'A detailed fox, soft natural light, balanced composition, rich colours',
    );
  });

  it('does nothing a second time', () => {
    const once = enhancePrompt('a fox');
    expect(enhancePrompt(once)).toBe(once);
  });
});
