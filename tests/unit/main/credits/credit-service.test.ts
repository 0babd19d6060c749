// Credits: set aside before work, charged with the picture, once, and never for what was not made.

import { expect, test } from 'vitest';
import { createCreditService } from '../../../../main/credits/credit-service.ts';
import { createCreditTable } from '../../../../main/store/credit-table.ts';
import { ImageId, JobId } from '../../../../shared/domain/ids.ts';
import { openStudio } from '../fixtures.ts';

function open(enabled = true) {
  const studio = openStudio();
  const table = createCreditTable(studio.store);
  const credits = createCreditService({ store: studio.store, table, enabled: () => enabled, clock: Date.now });
  const stored = (job: JobId, image: string) => {
    const found = studio.jobsTable.find(job);
    if (found === null) throw new Error('no such job');
    studio.store.transaction('test', () => credits.witness.pictureStored(found, ImageId.parse(image)));
  };
  return { ...studio, credits, stored };
}

test('a picture is charged once, however often its job is tried', () => {
  const { credits, submit, stored } = open();
  credits.grant('ada', 5);
  const { id } = submit();
  credits.hold({ job: id, holder: 'ada', images: 4 });
  expect(credits.entries('ada', 10).balance).toEqual({ holder: 'ada', balance: 5, reserved: 4 });
  stored(id, `${id}-0`);
  stored(id, `${id}-0`);
  stored(id, `${id}-1`);
  expect(credits.entries('ada', 10).balance).toEqual({ holder: 'ada', balance: 3, reserved: 2 });
  expect(credits.entries('ada', 10).entries.map(({ amount }) => amount)).toEqual([-1, -1, 5]);
});

test('the charge is gone with the transaction that did not happen', () => {
  const { credits, submit, store, jobsTable } = open();
  credits.grant('ada', 1);
  const { id } = submit();
  credits.hold({ job: id, holder: 'ada', images: 1 });
  const job = jobsTable.find(id);
  if (job === null) throw new Error('no such job');
  const cut = () =>
    store.transaction('test', () => {
      credits.witness.pictureStored(job, ImageId.parse(`${id}-0`));
      throw new Error('the power went');
    });
  expect(cut).toThrow('the power went');
  expect(credits.entries('ada', 10).balance.balance).toBe(1);
});

test('what is set aside cannot be spent twice, and comes free when the job is cancelled', async () => {
  const { credits, submit, jobs } = open();
  credits.grant('ada', 4);
  const { id } = submit();
  credits.hold({ job: id, holder: 'ada', images: 4 });
  const again = () => credits.hold({ job: JobId.parse('second'), holder: 'ada', images: 1 });
  expect(again).toThrow(expect.objectContaining({ code: 'CREDITS_INSUFFICIENT' }));
  await jobs.cancel(id);
  expect(credits.entries('ada', 10).balance).toEqual({ holder: 'ada', balance: 4, reserved: 0 });
  expect(again).not.toThrow();
});

test('a failed job that is asked for again needs credits for what is still to be drawn', () => {
  const { credits, submit, stored, jobsTable } = open();
  credits.grant('ada', 4);
  const { id } = submit();
  credits.hold({ job: id, holder: 'ada', images: 4 });
  stored(id, `${id}-0`);
  jobsTable.move(id, 'failed');
  credits.hold({ job: JobId.parse('second'), holder: 'ada', images: 1 });
  expect(() => credits.assertCovered(id)).not.toThrow();
  credits.grant('ada', -1);
  expect(() => credits.assertCovered(id)).toThrow(
    expect.objectContaining({
      code: 'CREDITS_INSUFFICIENT',
      details: expect.objectContaining({ needed: 3, available: 2 }),
    }),
  );
});

test('a job nobody pays for is never charged', () => {
  const { credits, submit, stored } = open();
  const { id } = submit();
  stored(id, `${id}-0`);
  expect(credits.holders()).toEqual([]);
});

test('off, nothing is held and nobody need be named', () => {
  const { credits, submit } = open(false);
  const { id } = submit();
  credits.hold({ job: id, holder: undefined, images: 4 });
  expect(credits.entries('ada', 10).balance).toEqual({ holder: 'ada', balance: 0, reserved: 0 });
});
