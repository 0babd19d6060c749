// The viewer: one picture over everything else, its neighbours an arrow away, its recipe beside it.

import {
  ChevronLeft,
  ChevronRight,
  Copy,
  Expand,
  FolderOpen,
  Info,
  Maximize,
  Minus,
  Plus,
  Share2,
  Shuffle,
  X,
} from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { captionOf } from '../../../shared/domain/image.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useFailureToast, useJobActions } from '../../data/job-actions.ts';
import { useSetFavourite } from '../../data/favourites.ts';
import { useLibraryItem } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useCreateForm } from '../../state/create-form.ts';
import { useExporting } from '../../state/exporting.ts';
import { usePreferences } from '../../state/preferences.ts';
import { goTo } from '../../state/screen.ts';
import { useToasts } from '../../state/toasts.ts';
import { useViewer } from '../../state/viewer.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FavouriteButton } from './favourite-button.tsx';
import { Inspector } from './inspector.tsx';
import { Stage } from './stage.tsx';
import { StartButtons } from './start-buttons.tsx';
import { fitted, type View, zoomAt } from './zoom.ts';

const zoomStep = 1.5;

interface ViewerProps {
  readonly image: ImageId;
  /** Stands within the dialog, because what lies under it cannot be seen. */
  readonly toasts: ReactNode;
}

export function Viewer({ image: id, toasts }: ViewerProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const { row, open, move, close } = useViewer();
  const { data: item, error } = useLibraryItem(id);
  const setFavourite = useSetFavourite();
  const inspectorOpen = usePreferences((preferences) => preferences.inspectorOpen);
  const setInspectorOpen = usePreferences((preferences) => preferences.setInspectorOpen);
  const [look, setLook] = useState<{ of: ImageId; view: View }>({ of: id, view: fitted });
  const place = row.indexOf(id);
  const view = look.of === id ? look.view : fitted;

  const changeView = (change: (view: View) => View) =>
    setLook((current) => ({ of: id, view: change(current.of === id ? current.view : fitted) }));

  function zoom(factor: number): void {
    if (item === undefined) return;
    const stage = { width: globalThis.innerWidth, height: globalThis.innerHeight };
    changeView((current) => zoomAt(current, factor, { x: 0, y: 0 }, item.image, stage));
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    if (inField) return;
    const run = {
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
      '+': () => zoom(zoomStep),
      '=': () => zoom(zoomStep),
      '-': () => zoom(1 / zoomStep),
      '0': () => changeView(() => fitted),
      '1': () => changeView(() => ({ ...fitted, scale: 1 })),
      f: () => item !== undefined && setFavourite(item),
      i: () => setInspectorOpen(!inspectorOpen),
    }[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  }

  function leaveForForm(): void {
    close();
    goTo('create');
    useCreateForm.getState().askFocus();
  }

  return (
    <Dialog fullScreen title={t('viewer.title')} onClose={close} onKey={onKey}>
      <div className="flex h-full flex-col">
        <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line bg-surface px-3">
          <p className="min-w-0 flex-1 truncate px-1 text-muted">{item && captionOf(item)}</p>
          {row.length > 1 && place !== -1 && (
            <span className="tabular mr-2 text-small whitespace-nowrap text-faint">
              {t('viewer.place', { place: place + 1, total: row.length })}
            </span>
          )}
          <IconButton label={t('viewer.zoomOut')} keys="−" icon={<Minus />} onClick={() => zoom(1 / zoomStep)} />
          <IconButton
            label={view.scale === null ? t('viewer.fullSize') : t('viewer.fit')}
            keys={view.scale === null ? '1' : '0'}
            icon={<Maximize />}
            pressed={view.scale !== null}
            onClick={() => changeView((current) => (current.scale === null ? { ...fitted, scale: 1 } : fitted))}
          />
          <IconButton label={t('viewer.zoomIn')} keys="+" icon={<Plus />} onClick={() => zoom(zoomStep)} />
          {item !== undefined && <FavouriteButton picture={item} />}
          {item !== undefined && <StartButtons item={item} />}
          <PictureTools
            id={id}
            derivable={item !== undefined && item.recipe !== null && item.image.kind !== 'upscale'}
          />
          <IconButton
            label={t('viewer.inspector')}
            keys="I"
            icon={<Info />}
            pressed={inspectorOpen}
            onClick={() => setInspectorOpen(!inspectorOpen)}
          />
          <IconButton label={t('viewer.close')} keys={t('keys.escape')} icon={<X />} onClick={close} />
        </header>
        <div className="flex min-h-0 flex-1">
          <div className="relative flex min-w-0 flex-1 p-4">
            {error !== null && item === undefined ? (
              <div className="m-auto max-w-md">
                <Notice role="alert" tone="danger" title={sentence(error).title}>
                  {sentence(error).advice}
                </Notice>
              </div>
            ) : (
              item !== undefined && (
                <Stage image={item.image} prompt={captionOf(item)} view={view} onView={changeView} />
              )
            )}
            {place > 0 && (
              <div className="absolute top-1/2 left-3 -translate-y-1/2 rounded-control bg-surface shadow-float">
                <IconButton label={t('viewer.previous')} keys="←" icon={<ChevronLeft />} onClick={() => move(-1)} />
              </div>
            )}
            {place !== -1 && place < row.length - 1 && (
              <div className="absolute top-1/2 right-3 -translate-y-1/2 rounded-control bg-surface shadow-float">
                <IconButton label={t('viewer.next')} keys="→" icon={<ChevronRight />} onClick={() => move(1)} />
              </div>
            )}
          </div>
          {inspectorOpen && item !== undefined && (
            <Inspector item={item} onOpenParent={(parent) => open(parent, [...row, parent])} onUseAll={leaveForForm} />
          )}
        </div>
      </div>
      {toasts}
    </Dialog>
  );
}

function PictureTools({ id, derivable }: { readonly id: ImageId; readonly derivable: boolean }) {
  const { t } = useTranslation();
  const bridge = useBridge();
  const actions = useJobActions();
  const fail = useFailureToast();
  const show = useToasts((toasts) => toasts.show);
  const strength = usePreferences((preferences) => preferences.variationStrength);
  const factor = usePreferences((preferences) => preferences.upscaleFactor);
  const openExport = useExporting((exporting) => exporting.open);

  async function copy(): Promise<void> {
    await bridge.call('desktop.copy', { image: id });
    show({ tone: 'neutral', text: t('viewer.copied') });
  }

  return (
    <>
      <span aria-hidden className="mx-1 h-5 w-px bg-line" />
      {derivable && (
        <>
          <IconButton
            label={t('viewer.upscale', { factor })}
            icon={<Expand />}
            onClick={() => actions.upscale(id, factor)}
          />
          <IconButton
            label={t(`viewer.vary.${strength}`)}
            icon={<Shuffle />}
            onClick={() => actions.vary(id, strength)}
          />
        </>
      )}
      <IconButton
        label={t('export.action')}
        icon={<Share2 />}
        onClick={() => openExport({ kind: 'pictures', ids: [id] }, 1)}
      />
      {/* Without a desktop there is neither a clipboard nor a file manager of the studio's own. */}
      {bridge.platform !== null && (
        <>
          <IconButton label={t('viewer.copy')} icon={<Copy />} onClick={() => void copy().catch(fail)} />
          <IconButton
            label={t('viewer.reveal')}
            icon={<FolderOpen />}
            onClick={() => void bridge.call('desktop.reveal', { image: id }).catch(fail)}
          />
        </>
      )}
    </>
  );
}
