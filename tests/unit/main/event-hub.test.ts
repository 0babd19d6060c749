import { expect, it } from 'vitest';
import { createEventHub } from '../../../main/event-hub.ts';

const hub = () => createEventHub({ firstSequence: 0, onListenerError: () => {} });

it('numbers events and hands them to every listener until it leaves', () => {
  const events = hub();
  const heard: number[] = [];
  const leave = events.subscribe((event) => heard.push(event.sequence));
  events.announce('models.changed', {});
  leave();
  events.announce('models.changed', {});

  expect(heard).toEqual([1]);
});

it('gives back what came after a sequence', () => {
  const events = hub();
  events.announce('models.changed', {});
  events.announce('models.changed', {});

  expect(events.since(1)?.map((event) => event.sequence)).toEqual([2]);
});

it('says null when what came after is forgotten or never was', () => {
  const events = hub();
  for (let count = 0; count < 2100; count += 1) events.announce('models.changed', {});

  expect([events.since(50), events.since(9999)]).toEqual([null, null]);
});

it('goes on to the next listener when one throws', () => {
  const events = hub();
  const heard: string[] = [];
  events.subscribe(() => {
    throw new Error('a broken listener');
  });
  events.subscribe((event) => heard.push(event.name));
  events.announce('models.changed', {});

  expect(heard).toEqual(['models.changed']);
});

it('lets nobody resume from before a restart', () => {
  const before = createEventHub({ firstSequence: 1000, onListenerError: () => {} });
  before.announce('models.changed', {});
  const after = createEventHub({ firstSequence: 2000, onListenerError: () => {} });
  after.announce('models.changed', {});

  expect(after.since(1001)).toBeNull();
});
