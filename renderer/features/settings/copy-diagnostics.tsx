// Puts what a helper would ask for on the clipboard: versions, the state of each part, and what the diagnosis found.

import { useMutation } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { SettingRow } from './setting-row.tsx';

export function CopyDiagnostics() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const copy = useMutation({
    async mutationFn() {
      const health = await bridge.call('system.health', {});
      const { lines } = await bridge.call('system.doctor', {});
      await navigator.clipboard.writeText(
        diagnosticsText({ health, lines, versions: bridge.platform?.versions ?? {} }),
      );
    },
    onSuccess: () => show({ tone: 'neutral', text: t('settings.diagnosticsCopied') }),
    onError: fail,
  });
  return (
    <SettingRow name={t('settings.copyDiagnostics')} text={t('settings.copyDiagnosticsText')}>
      <Button size="small" icon={<Copy />} disabled={copy.isPending} onClick={() => copy.mutate()}>
        {t(copy.isPending ? 'settings.copying' : 'settings.copy')}
      </Button>
    </SettingRow>
  );
}

/** In English whatever the screen speaks, because others are to read it. No prompt, no path and no secret is in it. */
export function diagnosticsText({
  health,
  lines,
  versions,
}: {
  readonly health: CallOutput<'system.health'>;
  readonly lines: CallOutput<'system.doctor'>['lines'];
  readonly versions: Readonly<Record<string, string>>;
}): string {
  return [
    `Tessera ${health.version} on ${health.platform}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    `up ${Math.round(health.uptimeSeconds)} s, ${Math.round(health.memoryMb)} MB, ${health.queue.queued} queued, ${health.queue.running} running`,
    ...health.services.map(({ name, status }) => `${name}: ${status}`),
    ...lines.map(({ id, verdict, outcome }) => `${id}: ${verdict} (${outcome})`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
