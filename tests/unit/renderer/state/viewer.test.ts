// Moving along the row of pictures the viewer was opened from.

import { beforeEach, expect, test } from 'vitest';
import { useViewer } from '../../../../renderer/state/viewer.ts';
import { ImageId } from '../../../../shared/domain/ids.ts';

const [first, second, stranger] = ['a', 'b', 'x'].map((id) => ImageId.parse(id)) as [ImageId, ImageId, ImageId];

beforeEach(() => useViewer.setState({ image: null, row: [] }));

test('arrows move along the row and stop at its ends', () => {
  useViewer.getState().open(first, [first, second]);
  useViewer.getState().move(1);
  expect(useViewer.getState().image).toBe(second);
  useViewer.getState().move(1);
  expect(useViewer.getState().image).toBe(second);
  useViewer.getState().move(-1);
  expect(useViewer.getState().image).toBe(first);
});

test('a row that is widened leads on from the same picture', () => {
  useViewer.getState().open(second, [second]);
  useViewer.getState().widen([first, second]);
  useViewer.getState().move(-1);
  expect(useViewer.getState().image).toBe(first);
});

test('a picture from elsewhere stands alone', () => {
  useViewer.getState().open(stranger, [first, second]);
  useViewer.getState().move(1);
  expect(useViewer.getState()).toMatchObject({ image: stranger, row: [stranger] });
});

test('closed, there is nothing to move', () => {
  useViewer.getState().move(1);
  expect(useViewer.getState().image).toBeNull();
});
