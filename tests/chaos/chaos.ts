// One siege: a real studio works a queue while its processes are killed at seeded moments, and is judged when it has come to rest.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandomStream } from '../../engine/pipelines/exemplar/seeded-random.ts';
import { type Landing, landingOfHost, landingOnDisk } from './landing.ts';
import { createMoments, type Moment } from './moments.ts';
import { createPromises } from './promises.ts';
import { createStudioUnderFire, type Victim } from './studio-under-fire.ts';
import { judge, type Verdict } from './verdict.ts';
import { createWorkload } from './workload.ts';

export interface Blow {
  readonly victim: Victim;
  readonly landing: Landing;
}

/** Nothing heard of any job for so long, with nobody killing: it is stuck. The engine may rest a minute after many deaths. */
const stuckAfterMs = 150_000;
/** A failed job waits a second before its first try, so that crash after crash is survived within minutes. */
const environment = { TESSERA_JOB_RETRIES: '10', TESSERA_JOB_RETRY_DELAY_SECONDS: '1' };
const hostPatienceMs = 5_000;

export async function runChaos(options: {
  readonly kills: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}): Promise<{ readonly blows: readonly Blow[]; readonly verdict: Verdict }> {
  const { kills, seed, say } = options;
  // Of their own each: how much work is asked for must not move the kills.
  const random = createRandomStream({ seed, purpose: 'kills' });
  const home = mkdtempSync(join(tmpdir(), 'tessera-chaos-'));
  const promises = createPromises();
  const moments = createMoments(home);
  let heardAt = performance.now();
  const studio = createStudioUnderFire({
    home,
    environment,
    onEvent(event) {
      heardAt = performance.now();
      if (event.name === 'job.changed') promises.told(event.data);
      moments.heard(event);
    },
  });
  const workload = createWorkload({ studio, promises, random: createRandomStream({ seed, purpose: 'work' }) });

  async function killMain(moment: Moment | 'request' | 'starting'): Promise<Landing> {
    const kill = () => process.kill(studio.pidOf('main') ?? 0, 'SIGKILL');
    if (moment === 'starting') {
      studio.start();
      await pause(random() * 900);
      kill();
    } else if (moment === 'request') {
      workload.sendOne();
      await pause(random() * 12);
      kill();
    } else {
      await moments.at(moment, kill);
    }
    const answered = studio.answers;
    await studio.gone();
    if (!answered) return 'before it answered';
    return moment === 'request' && promises.unanswered().length > 0
      ? 'with a request on the wire'
      : landingOnDisk(home);
  }

  async function killHost(victim: 'engine' | 'imaging', moment: Moment): Promise<Landing> {
    const asked = victim === 'imaging' ? askForThumbnail() : null;
    const until = performance.now() + hostPatienceMs;
    while (studio.pidOf(victim) === null && performance.now() < until) await pause(20);
    const pid = studio.pidOf(victim);
    let landing: Landing = 'with nothing running';
    await moments.at(asked === null ? moment : { kind: 'while', after: random() * 40 }, () => {
      if (pid === null || !killed(pid)) return;
      landing = victim === 'imaging' ? 'while a thumbnail was asked for' : landingOfHost(home);
    });
    await asked;
    return landing;
  }

  /** Whether it is answered or refused while the host dies does not matter; afterwards it must be answered. */
  async function askForThumbnail(): Promise<void> {
    const known = [...promises.pictures.keys()];
    const image = known[Math.floor(random() * known.length)];
    if (image === undefined) return;
    await studio.thumbnail(image);
    const again = await studio.thumbnail(image);
    if (again !== 200) throw new Error(`a thumbnail was answered with ${again} after its host was killed`);
  }

  function nextMoment(): Moment {
    const dice = random();
    if (dice < 0.2) return { kind: 'half written', after: Math.floor(random() * 2) };
    if (dice < 0.4) return { kind: 'renamed', after: Math.floor(random() * 2) };
    if (dice < 0.6) return { kind: 'commit', after: Math.floor(random() * 12) };
    if (dice < 0.75) return { kind: 'progress', after: Math.floor(random() * 8) };
    if (dice < 0.85) return { kind: 'announced', after: 0 };
    return { kind: 'while', after: random() * 800 };
  }

  async function strike(): Promise<Blow> {
    if (!studio.started && random() < 0.25) return { victim: 'main', landing: await killMain('starting') };
    if (!studio.started) studio.start();
    await studio.ready();
    await workload.feed();
    const dice = random();
    const moment = nextMoment();
    if (dice < 0.1) return { victim: 'main', landing: await killMain('request') };
    if (dice < 0.55) return { victim: 'main', landing: await killMain(moment) };
    const victim = dice < 0.88 ? 'engine' : 'imaging';
    return { victim, landing: await killHost(victim, moment) };
  }

  try {
    studio.start();
    await studio.ready();
    await studio.call('settings.set', { apiLimits: { generation: 10_000, other: 100_000 } });
    await workload.prepare();
    const blows: Blow[] = [];
    while (blows.length < kills) {
      const blow = await strike();
      blows.push(blow);
      say(`${String(blows.length).padStart(4)}  ${blow.victim.padEnd(8)}${blow.landing}`);
    }
    if (!studio.started) studio.start();
    await studio.ready();
    await workload.feed();
    heardAt = performance.now();
    while ((await workload.unfinished()).length > 0 && performance.now() - heardAt < stuckAfterMs) await pause(200);
    await studio.stop();
    return { blows, verdict: await judge({ home, promises }) };
  } finally {
    await studio.stop();
    moments.close();
    workload.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended by itself: another model takes a fresh host.
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
