// The viewer: one picture over everything else, its neighbours an arrow away, its recipe beside it.

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { captionOf } from '../../../shared/domain/image.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSetFavourite } from '../../data/favourites.ts';
import { useFailureToast } from '../../data/job-actions.ts';
import { useLibraryItem } from '../../data/queries.ts';
import { useErrorSentence } from '../../i18n/error-sentence.ts';
import { useCreateForm } from '../../state/create-form.ts';
import { usePreferences } from '../../state/preferences.ts';
import { goTo } from '../../state/screen.ts';
import { useViewer } from '../../state/viewer.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { SidePanel } from './side-panel.tsx';
import { Stage } from './stage.tsx';
import { ViewerBar } from './viewer-bar.tsx';
import { fitted, type View, zoomAt } from './zoom.ts';

const zoomStep = 1.5;

/** Where the arrows have a meaning of their own. */
const ownArrows = 'input, textarea, select, [role="radio"], [role="menu"], [role="menu"] *';

interface ViewerProps {
  readonly image: ImageId;
  /** Stands within the dialog, because what lies under it cannot be seen. */
  readonly toasts: ReactNode;
}

export function Viewer({ image: id, toasts }: ViewerProps) {
  const { t } = useTranslation();
  const sentence = useErrorSentence();
  const bridge = useBridge();
  const fail = useFailureToast();
  const { row, open, move, close } = useViewer();
  const { data: item, error } = useLibraryItem(id);
  const setFavourite = useSetFavourite();
  const inspectorOpen = usePreferences((preferences) => preferences.inspectorOpen);
  const setInspectorOpen = usePreferences((preferences) => preferences.setInspectorOpen);
  const [look, setLook] = useState<{ of: ImageId; view: View }>({ of: id, view: fitted });
  const [comparing, setComparing] = useState(false);
  /** The picture and nothing around it. */
  const [alone, setAlone] = useState(false);
  const place = row.indexOf(id);
  const view = look.of === id ? look.view : fitted;
  const parent = item?.image.parent ?? null;

  const changeView = (change: (view: View) => View) =>
    setLook((current) => ({ of: id, view: change(current.of === id ? current.view : fitted) }));

  function zoom(factor: number): void {
    if (item === undefined) return;
    const stage = { width: globalThis.innerWidth, height: globalThis.innerHeight };
    changeView((current) => zoomAt(current, factor, { x: 0, y: 0 }, item.image, stage));
  }

  const actions = {
    zoomIn: () => zoom(zoomStep),
    zoomOut: () => zoom(1 / zoomStep),
    toggleSize: () => changeView((current) => (current.scale === null ? { ...fitted, scale: 1 } : fitted)),
    toggleComparison: () => setComparing(!comparing),
    toggleAlone: () => setAlone(!alone),
    close,
  };

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLElement && event.target.matches(ownArrows)) return;
    // Nobody is kept from what the window or the browser does with it: both together show the picture on all of the screen.
    if (event.key === 'F11') return actions.toggleAlone();
    const run = {
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
      '+': actions.zoomIn,
      '=': actions.zoomIn,
      '-': actions.zoomOut,
      '0': () => changeView(() => fitted),
      '1': () => changeView(() => ({ ...fitted, scale: 1 })),
      c: () => parent !== null && actions.toggleComparison(),
      f: () => item !== undefined && setFavourite(item),
      F: actions.toggleAlone,
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

  function dragOut(): void {
    void bridge.call('desktop.drag', { image: id }).catch(fail);
  }

  return (
    <Dialog fullScreen title={t('viewer.title')} onClose={alone ? actions.toggleAlone : close} onKey={onKey}>
      <div className="flex h-full flex-col">
        {!alone && (
          <ViewerBar
            item={item}
            place={row.length > 1 && place !== -1 ? { number: place + 1, total: row.length } : null}
            isFitted={view.scale === null}
            isComparing={parent === null ? null : comparing}
            actions={actions}
          />
        )}
        <div className="flex min-h-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col">
            <div className={alone ? 'flex min-h-0 flex-1 bg-black' : 'relative flex min-h-0 flex-1 p-4'}>
              {error !== null && item === undefined ? (
                <div className="m-auto max-w-md">
                  <Notice role="alert" tone="danger" title={sentence(error).title}>
                    {sentence(error).advice}
                  </Notice>
                </div>
              ) : (
                item !== undefined && (
                  <Stage
                    image={item.image}
                    prompt={captionOf(item)}
                    view={view}
                    onView={changeView}
                    before={comparing ? parent : null}
                    onDragOut={bridge.platform === null ? null : dragOut}
                  />
                )
              )}
              {!alone && place > 0 && (
                <div className="absolute top-1/2 left-3 -translate-y-1/2 rounded-control bg-surface shadow-float">
                  <IconButton label={t('viewer.previous')} keys="←" icon={<ChevronLeft />} onClick={() => move(-1)} />
                </div>
              )}
              {!alone && place !== -1 && place < row.length - 1 && (
                <div className="absolute top-1/2 right-3 -translate-y-1/2 rounded-control bg-surface shadow-float">
                  <IconButton label={t('viewer.next')} keys="→" icon={<ChevronRight />} onClick={() => move(1)} />
                </div>
              )}
            </div>
            {!alone && row.length > 1 && place !== -1 && (
              <Filmstrip row={row} place={place} onShow={(other) => open(other, row)} />
            )}
          </div>
          {!alone && inspectorOpen && (
            <SidePanel
              image={id}
              item={item}
              onOpen={(relative) => open(relative, row.includes(relative) ? row : [...row, relative])}
              onUseAll={leaveForForm}
            />
          )}
        </div>
      </div>
      {toasts}
    </Dialog>
  );
}
