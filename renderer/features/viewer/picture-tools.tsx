// What can be made of the picture, and where it can go: to the clipboard, to a folder, into a file.

import {
  Blend,
  ClipboardList,
  Copy,
  Ellipsis,
  Expand,
  FolderOpen,
  RefreshCw,
  Share2,
  Shuffle,
  TextQuote,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LibraryPicture } from '../../../shared/domain/image.ts';
import { upscaleFactors } from '../../../shared/domain/upscaler.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast, useJobActions } from '../../data/job-actions.ts';
import { useExporting } from '../../state/exporting.ts';
import { useLibrarySearch } from '../../state/library-search.ts';
import { usePreferences } from '../../state/preferences.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { useViewer } from '../../state/viewer.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { useCopyText } from './copy-text.ts';

export function PictureTools({ item: { image, recipe } }: { readonly item: LibraryPicture }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const actions = useJobActions();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const copyText = useCopyText();
  const strength = usePreferences((preferences) => preferences.variationStrength);
  const factor = usePreferences((preferences) => preferences.upscaleFactor);
  const openExport = useExporting((exporting) => exporting.open);
  const setLine = useLibrarySearch((search) => search.setLine);
  const closeViewer = useViewer((viewer) => viewer.close);
  const derivable = recipe !== null && image.kind !== 'upscale';

  async function copyPicture(): Promise<void> {
    await bridge.call('desktop.copy', { image: image.id });
    show({ tone: 'neutral', text: t('viewer.copied') });
  }

  /** The words other studios read, as they stand in the file. */
  async function copySettings(): Promise<void> {
    const { recalled } = await bridge.call('recall.read', { source: { kind: 'image', image: image.id } });
    const settings = recalled.raw.find(({ key }) => key === 'parameters')?.text ?? recipe?.prompt ?? '';
    copyText(settings, t('viewer.settingsCopied'));
  }

  async function reroll(): Promise<void> {
    actions.reroll(await bridge.call('generation.get', { id: image.job }));
  }

  function showAlike(): void {
    setLine(`like:${image.id}`);
    closeViewer();
    goTo('library');
  }

  // Without a desktop there is neither a clipboard for pictures nor a file manager of the studio's own.
  const onDesktop: readonly MenuEntry[] =
    bridge.platform === null
      ? []
      : [
          { label: t('viewer.copy'), icon: <Copy />, run: () => void copyPicture().catch(fail) },
          {
            label: t('viewer.reveal'),
            icon: <FolderOpen />,
            run: () => void bridge.call('desktop.reveal', { image: image.id }).catch(fail),
          },
        ];
  const others: readonly MenuEntry[] = [
    ...(derivable
      ? [
          { label: t('feed.reroll'), icon: <RefreshCw />, run: () => void reroll().catch(fail) },
          ...(['subtle', 'strong'] as const)
            .filter((other) => other !== strength)
            .map((other) => ({
              label: t(`viewer.vary.${other}`),
              icon: <Shuffle />,
              run: () => actions.vary(image.id, other),
            })),
          ...upscaleFactors
            .filter((other) => other !== factor)
            .map((other) => ({
              label: t('viewer.upscale', { factor: other }),
              icon: <Expand />,
              run: () => actions.upscale(image.id, other),
            })),
        ]
      : []),
    ...(recipe === null
      ? []
      : [
          {
            label: t('feed.copyPrompt'),
            icon: <TextQuote />,
            run: () => copyText(recipe.prompt, t('feed.promptCopied')),
          },
          { label: t('viewer.copySettings'), icon: <ClipboardList />, run: () => void copySettings().catch(fail) },
        ]),
    { label: t('viewer.alike'), icon: <Blend />, run: showAlike },
    ...onDesktop,
  ];

  return (
    <>
      <span aria-hidden className="mx-1 h-5 w-px bg-line" />
      {derivable && (
        <>
          <IconButton
            label={t('viewer.upscale', { factor })}
            icon={<Expand />}
            onClick={() => actions.upscale(image.id, factor)}
          />
          <IconButton
            label={t(`viewer.vary.${strength}`)}
            icon={<Shuffle />}
            onClick={() => actions.vary(image.id, strength)}
          />
        </>
      )}
      <IconButton
        label={t('export.action')}
        icon={<Share2 />}
        onClick={() => openExport({ kind: 'pictures', ids: [image.id] }, 1)}
      />
      {others.length > 0 && (
        <Menu trigger={<IconButton label={t('viewer.more')} icon={<Ellipsis />} />} entries={others} />
      )}
    </>
  );
}
