import { describe, expect, test } from 'vitest';
import type { QueueState } from '../../../../shared/contract/queue.ts';
import type { JobId } from '../../../../shared/domain/ids.ts';
import { inLineOrder, withMoved } from '../../../../renderer/data/queue.ts';
import { exampleJob } from '../example-job.ts';

const id = (name: string) => name as JobId;
const lineOf = (...names: string[]): QueueState => ({
  paused: false,
  line: names.map((name) => ({ id: id(name), expectedMs: null })),
});
const names = ({ line }: QueueState) => line.map((entry) => entry.id as string);

describe('moving within the line', () => {
  test('puts a job before another one', () => {
    expect(names(withMoved(lineOf('a', 'b', 'c'), id('c'), id('a')))).toEqual(['c', 'a', 'b']);
  });

  test('puts a job at the end', () => {
    expect(names(withMoved(lineOf('a', 'b', 'c'), id('a'), null))).toEqual(['b', 'c', 'a']);
  });

  test('changes nothing for what is not in the line', () => {
    expect(names(withMoved(lineOf('a', 'b'), id('z'), id('a')))).toEqual(['a', 'b']);
    expect(names(withMoved(lineOf('a', 'b'), id('a'), id('z')))).toEqual(['a', 'b']);
  });
});

test('jobs stand in the order of the line, and those that joined since behind it by their age', () => {
  const jobs = [exampleJob('newest', 9), exampleJob('b', 2), exampleJob('newer', 8), exampleJob('a', 3)];
  expect(inLineOrder(jobs, lineOf('a', 'b').line).map((job) => job.id)).toEqual(['a', 'b', 'newer', 'newest']);
});
