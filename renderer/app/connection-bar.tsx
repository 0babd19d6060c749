// Says that the studio does not answer, and in a browser asks for the token when it refuses this page.

import { LoaderCircle, WifiOff } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge, useConnection } from '../bridge/bridge-context.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Mark } from './mark.tsx';

export function ConnectionBar() {
  const { t } = useTranslation();
  const connection = useConnection();
  return (
    <div role="status">
      {connection === 'offline' && (
        <p className="flex items-center justify-center gap-2 bg-warning-quiet px-4 py-2 text-ink">
          <WifiOff aria-hidden className="size-4 text-warning" />
          {t('connection.offline')}
          <LoaderCircle aria-hidden className="size-4 animate-spin text-warning" />
        </p>
      )}
    </div>
  );
}

export function SignInScreen() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [token, setToken] = useState('');
  const [refused, setRefused] = useState(false);

  function submit(event: FormEvent): void {
    event.preventDefault();
    bridge.signIn(token.trim()).catch(() => setRefused(true));
  }

  return (
    <main className="flex h-full items-center justify-center p-6">
      <form
        onSubmit={submit}
        className="flex w-full max-w-md flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-float"
      >
        <Mark />
        <h1 className="text-title font-semibold">{t('connection.refusedTitle')}</h1>
        <p className="text-muted">{t('connection.refusedText')}</p>
        <Field label={t('connection.token')} error={refused ? t('connection.wrongToken') : undefined}>
          {(control) => (
            <TextField
              {...control}
              type="password"
              autoComplete="off"
              value={token}
              onChange={(event) => {
                setToken(event.target.value);
                setRefused(false);
              }}
            />
          )}
        </Field>
        <Button type="submit" weight="primary" disabled={token.trim() === ''}>
          {t('connection.enter')}
        </Button>
      </form>
    </main>
  );
}
