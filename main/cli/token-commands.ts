// tessera token: keys for scripts that use the local API.

import type { CallInput } from '../../shared/contract/index.ts';
import { withStudio } from './open-studio.ts';
import { durationSeconds } from './read-options.ts';
import type { Terminal } from './terminal.ts';

type Scopes = NonNullable<CallInput<'tokens.create'>['scopes']>;

export async function createToken(
  options: { readonly name: string; readonly expires: string; readonly scope: string },
  terminal: Terminal,
): Promise<void> {
  const expiresInSeconds = durationSeconds(options.expires);
  const scopes = options.scope.split(',').map((scope) => scope.trim()) as Scopes;
  const created = await withStudio((studio) =>
    studio.call('tokens.create', { name: options.name, expiresInSeconds, scopes }),
  );
  terminal.remark(`Token ${created.info.jti} holds until ${created.info.expiresAt}. It is shown this once:`);
  // Alone on stdout, so that a script can take it as it is.
  terminal.say(created.token);
  terminal.document(created);
}

export async function listTokens(terminal: Terminal): Promise<void> {
  const list = await withStudio((studio) => studio.call('tokens.list', {}));
  for (const { jti, name, expiresAt, revokedAt } of list.tokens) {
    terminal.say(`${jti}  ${name}  ${revokedAt === null ? `holds until ${expiresAt}` : `revoked ${revokedAt}`}`);
  }
  if (list.tokens.length === 0) terminal.remark('There are no tokens. `tessera token create --name <name>` makes one.');
  terminal.document(list);
}

export async function revokeToken(jti: string, terminal: Terminal): Promise<void> {
  const token = await withStudio((studio) => studio.call('tokens.revoke', { jti }));
  terminal.say(`Revoked ${token.name} (${token.jti}).`);
  terminal.document(token);
}
