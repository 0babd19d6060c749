// npm run chaos -- --kills 200 --seed 1: besieges a studio, prints where every blow fell, and says whether anything was lost.

import { parseArgs } from 'node:util';
import { type Blow, runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const kills = wholeNumber('kills', values.kills);
const seed = wholeNumber('seed', values.seed);
const started = performance.now();
const { blows, verdict } = await runChaos({ kills, seed, say: console.log });

console.log(`\n${blows.length} kills with seed ${seed}:`);
for (const [place, count] of counted(blows)) console.log(`${String(count).padStart(5)}  ${place}`);
const { lost, duplicated, stuck, wrong, database, jobs, pictures, compared } = verdict;
for (const trouble of [...lost, ...duplicated, ...stuck, ...wrong]) console.log(`!  ${trouble}`);
console.log(
  `\n${jobs} jobs, ${pictures} pictures (${compared} of them compared with others of their recipe), ${Math.round((performance.now() - started) / 1000)} s`,
);
console.log(`${lost.length} lost, ${duplicated.length} duplicated, ${stuck.length} stuck, ${wrong.length} wrong`);
console.log(`database: ${database === 'ok' ? 'intact' : database}`);
const faults = lost.length + duplicated.length + stuck.length + wrong.length;
process.exitCode = faults === 0 && database === 'ok' ? 0 : 1;

function counted(all: readonly Blow[]): [place: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { victim, landing } of all) {
    const place = `${victim.padEnd(8)} ${landing}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].toSorted(([a], [b]) => a.localeCompare(b));
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} takes a whole number.`);
  process.exit(2);
}
