// The checks and test suites, each run to its end and counted.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build.mjs';
import { runCommand } from './run-command.mjs';

/** @typedef {{ name: string, passed: number, failed: number, seconds: number }} Outcome */

const rooms = ['shared', 'engine', 'main', 'preload', 'renderer', 'scripts', 'tests'];

/** What looks at the sources without running them. */
export const checks = [
  { name: 'types', command: ['typescript/bin/tsc', '-b', '--pretty'] },
  { name: 'lint', command: ['oxlint/bin/oxlint', '--type-aware', ...rooms] },
  { name: 'format', command: ['@biomejs/biome/bin/biome', 'format', '.'] },
  { name: 'dead code', command: ['knip/bin/knip.js', '--no-progress'] },
];

/**
 * Runs a check; it counts as no test when it passes and as one failure when it does not.
 * @param {{ name: string, command: string[] }} check
 * @returns {Promise<Outcome>}
 */
export async function runCheck(check) {
  const started = performance.now();
  const [script = '', ...args] = check.command;
  const { code, output } = await runCommand(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    allowFailure: true,
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output);
  return { name: check.name, passed: 0, failed: code === 0 ? 0 : 1, seconds };
}

/**
 * @param {string} name
 * @param {readonly string[]} projects
 * @returns {Promise<Outcome>}
 */
export function runVitest(name, projects) {
  return runCounted(name, async (report) => {
    const { code } = await runCommand(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      { cwd: root, show: true, allowFailure: true },
    );
    return { code, count: countVitest };
  });
}

/** @param {any} report */
function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {string} name
 * @param {string} project
 * @param {{ environment?: Record<string, string>, wrapper?: readonly string[], workers?: number }} [options] `wrapper` is a
 * command that runs the rest of its line, such as xvfb-run; `workers` is how many files run at a time.
 * @returns {Promise<Outcome>}
 */
export function runPlaywright(name, project, options = {}) {
  return runCounted(name, async (report) => {
    const cli = join(root, 'node_modules/@playwright/test/cli.js');
    const line = [...(options.wrapper ?? []), process.execPath, cli, 'test', '--project', project];
    if (options.workers !== undefined) line.push(`--workers=${options.workers}`);
    const [command, ...args] = [...line, '--reporter=list,json'];
    const { code } = await runCommand(command, args, {
      cwd: root,
      show: true,
      allowFailure: true,
      env: { ...process.env, ...options.environment, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
    return { code, count: countPlaywright };
  });
}

/** @param {any} report */
function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * @param {string} name
 * @param {(report: string) => Promise<{ code: number, count: (report: any) => { passed: number, failed: number, skipped: number } }>} run
 * @returns {Promise<Outcome>}
 */
async function runCounted(name, run) {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'tessera-suite-'));
  const file = join(folder, 'report.json');
  try {
    const { code, count } = await run(file);
    const { passed, failed, skipped } = count(JSON.parse(readFileSync(file, 'utf8')));
    // A skipped test proves nothing and a run that saw no test proves less, so both count against the suite.
    if (skipped > 0) console.log(`${name}: ${skipped} tests were skipped`);
    const found = failed + skipped;
    const unexplained = (code !== 0 || passed === 0) && found === 0 ? 1 : 0;
    if (unexplained) console.log(`${name}: ended with code ${code} after ${passed} passed tests`);
    return { name, passed, failed: found + unexplained, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    console.log(`${name}: left no report (${error instanceof Error ? error.message : error})`);
    return { name, passed: 0, failed: 1, seconds: (performance.now() - started) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Prints a line per suite and the sum, and sets the exit code.
 * @param {readonly Outcome[]} outcomes
 */
export function closeWith(outcomes) {
  console.log('');
  for (const { name, passed, failed, seconds } of outcomes) {
    const tests = passed + failed > 0 ? `${passed} passed, ${failed} failed` : 'ok';
    console.log(`${name.padEnd(24)} ${tests} (${seconds.toFixed(1)} s)`);
  }
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
