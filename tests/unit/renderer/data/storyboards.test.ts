import { describe, expect, it } from 'vitest';
import { withShotAt } from '../../../../renderer/data/storyboards.ts';
import { ProjectId, ShotId } from '../../../../shared/domain/ids.ts';
import type { Shot, Storyboard } from '../../../../shared/domain/storyboard.ts';

const moment = '2026-11-21T10:00:00.000Z';
const project = ProjectId.parse('p');

function shot(name: string, orderIndex: number): Shot {
  return {
    id: ShotId.parse(name),
    project,
    sequence: null,
    orderIndex,
    name,
    prompt: name,
    durationSeconds: 3,
    shotType: 'wide',
    job: null,
    state: 'empty',
    progress: 0,
    error: null,
    image: null,
    createdAt: moment,
    updatedAt: moment,
  };
}

const board: Storyboard = {
  project: {
    id: project,
    name: 'A film',
    description: '',
    look: { model: null, aspect: null, style: null },
    shotCount: 3,
    totalDuration: 9,
    cover: null,
    createdAt: moment,
    updatedAt: moment,
  },
  shots: ['a', 'b', 'c'].map(shot),
  sequences: [],
};
const names = (moved: Storyboard): string[] => moved.shots.map((one) => `${one.orderIndex}${one.name}`);

describe('a shot that is moved', () => {
  it.each([
    ['a', 2, ['0b', '1c', '2a']],
    ['c', 0, ['0c', '1a', '2b']],
    ['b', 1, ['0a', '1b', '2c']],
  ])('stands with %s at %i in its new order, counted anew', (id, to, expected) => {
    expect(names(withShotAt(board, id, to))).toEqual(expected);
  });

  it('and is no longer there changes nothing', () => {
    expect(withShotAt(board, 'gone', 0)).toBe(board);
  });
});
