// Runs a command to its end and hands back what it printed, or fails with that in the message.

import { spawn } from 'node:child_process';

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, show?: boolean, allowFailure?: boolean }} [options]
 * `show` passes the output on as it comes; `allowFailure` hands the exit code back instead of throwing.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (cause) => reject(new Error(`${command} could not be started: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0 || options.allowFailure) return resolve({ code: code ?? 1, output });
      const how = code === null ? `was stopped (${signal})` : `ended with code ${code}`;
      reject(new Error(`${command} ${args.join(' ')} ${how}\n${output.slice(-4000)}`));
    });
  });
}
