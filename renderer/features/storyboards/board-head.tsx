// The head of a board: its name and length, play, export, and what is done to the whole of it.

import { Download, Ellipsis, FileImage, FileText, Film, Pencil, Play, Trash2 } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat, Project, Storyboard } from '../../../shared/domain/storyboard.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast } from '../../data/job-actions.ts';
import { formatNumber } from '../../i18n/format.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ScreenTitle } from '../../ui/screen-title.tsx';
import { TextField } from '../../ui/text-field.tsx';

const exportIcons = { png: <FileImage />, pdf: <FileText />, webp: <Film /> } as const;

export function BoardHead({ board, onPlay }: { readonly board: Storyboard; readonly onPlay: () => void }) {
  const { t, i18n } = useTranslation();
  const { project, shots } = board;
  const [renaming, setRenaming] = useState(false);
  const remove = useRemoveProject(project);
  const exporting = useExport(project);
  const hasPicture = shots.some((shot) => shot.image !== null);
  const seconds = formatNumber(project.totalDuration, i18n.language);
  const facts = `${t('storyboards.shots', { count: project.shotCount })} · ${t('storyboards.seconds', { seconds })}`;

  return (
    <>
      <ScreenTitle title={project.name} aside={facts}>
        <div className="flex flex-wrap items-center gap-2">
          <Button icon={<Play />} disabled={!hasPicture} onClick={onPlay}>
            {t('storyboards.play')}
          </Button>
          <Menu
            trigger={
              <Button icon={<Download />} disabled={!hasPicture || exporting.isPending}>
                {exporting.isPending ? t('storyboards.exporting') : t('storyboards.export')}
              </Button>
            }
            entries={(['png', 'pdf', 'webp'] as const).map((format) => ({
              label: t(`storyboards.exports.${format}`),
              icon: exportIcons[format],
              run: () => exporting.mutate(format),
            }))}
          />
          <Menu
            trigger={<IconButton label={t('storyboards.more')} icon={<Ellipsis />} />}
            entries={[
              { label: t('storyboards.rename'), icon: <Pencil />, run: () => setRenaming(true) },
              { label: t('storyboards.delete'), icon: <Trash2 />, run: remove, danger: true },
            ]}
          />
        </div>
      </ScreenTitle>
      {renaming && <Rename project={project} onClose={() => setRenaming(false)} />}
    </>
  );
}

function useExport(project: Project) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  return useMutation({
    mutationFn: (format: ExportFormat) => bridge.call('storyboards.export', { id: project.id, format }),
    onError: fail,
    onSuccess: ({ file }) => {
      const reveal = () => void bridge.call('storyboards.reveal', { file }).catch(fail);
      show({
        tone: 'neutral',
        text: t('storyboards.exported', { file }),
        // A page in a browser has no file manager of the studio's; it takes the file as a download.
        action:
          bridge.platform === null
            ? { label: t('storyboards.download'), run: () => download(file) }
            : { label: t('storyboards.showFile'), run: reveal },
      });
    },
  });
}

function download(file: string): void {
  const link = document.createElement('a');
  link.href = `/export/${encodeURIComponent(file)}`;
  link.download = file;
  link.click();
}

function useRemoveProject(project: Project): () => void {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);

  async function remove(): Promise<void> {
    await bridge.call('storyboards.delete', { id: project.id });
    goTo('storyboards');
    show({
      tone: 'neutral',
      text: t('storyboards.deleted', { name: project.name }),
      action: {
        label: t('storyboards.undo'),
        run: () => void bridge.call('storyboards.restore', { id: project.id }).catch(fail),
      },
    });
  }

  return () => void remove().catch(fail);
}

function Rename({ project, onClose }: { readonly project: Project; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const fail = useFailureToast();
  const [name, setName] = useState(project.name);

  function submit(event: FormEvent): void {
    event.preventDefault();
    bridge.call('storyboards.update', { id: project.id, name }).then(onClose, fail);
  }

  return (
    <Dialog title={t('storyboards.rename')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('storyboards.name')}>
          {(control) => (
            <TextField {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('storyboards.cancel')}</Button>
          <Button type="submit" weight="primary" disabled={name.trim() === ''}>
            {t('storyboards.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
