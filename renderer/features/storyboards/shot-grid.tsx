// The shots in order: moved by dragging, by buttons, or by Alt and an arrow; each move is said aloud.

import { Plus } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ShotId, ShotId as ShotIdSchema } from '../../../shared/domain/ids.ts';
import type { Shot, Storyboard } from '../../../shared/domain/storyboard.ts';
import { chosenModel, useModels } from '../../data/queries.ts';
import { useUpdateShot } from '../../data/storyboards.ts';
import { Button } from '../../ui/button.tsx';
import { ShotCard } from './shot-card.tsx';
import { NewShot, ShotEditor } from './shot-editor.tsx';

/** A type of our own, so that a picture or a text dragged over the board is not taken for a shot. */
const dragType = 'application/x-tessera-shot';

export function ShotGrid({ board }: { readonly board: Storyboard }) {
  const { t } = useTranslation();
  const { shots, project } = board;
  const update = useUpdateShot(project.id);
  const [said, setSaid] = useState('');
  const [target, setTarget] = useState<number | null>(null);
  const [edited, setEdited] = useState<ShotId | null>(null);
  const [adding, setAdding] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const model = chosenModel(useModels().data, project.look.model);
  const aspect = project.look.aspect ?? model?.manifest.capabilities.sizes[0]?.aspect ?? '1:1';
  const editedShot = shots.find((shot) => shot.id === edited);

  function move(shot: Shot, place: number): void {
    if (place < 0 || place >= shots.length || place === shot.orderIndex) return;
    update.mutate({ id: shot.id, orderIndex: place });
    setSaid(t('storyboards.moved', { name: shot.name, number: place + 1 }));
  }

  function onKey(event: KeyboardEvent, shot: Shot): void {
    // Only the card itself: its buttons keep their own keys.
    if (event.target !== event.currentTarget) return;
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      if (event.altKey) move(shot, shot.orderIndex + by);
      else list.current?.querySelectorAll<HTMLElement>(':scope > li > article')[shot.orderIndex + by]?.focus();
    }
    if (event.key === 'Enter') {
      // The same key press would otherwise reach the dialog's first field and send its form.
      event.preventDefault();
      setEdited(shot.id);
    }
  }

  function drop(event: DragEvent, place: number): void {
    setTarget(null);
    const id = ShotIdSchema.safeParse(event.dataTransfer.getData(dragType));
    const shot = id.success ? shots.find((candidate) => candidate.id === id.data) : undefined;
    if (shot === undefined) return;
    event.preventDefault();
    move(shot, place);
  }

  return (
    <>
      {shots.length > 0 && (
        <>
          <ol
            ref={list}
            aria-label={t('storyboards.board')}
            className="grid grid-cols-[repeat(auto-fill,minmax(250px,1fr))] gap-4"
          >
            {shots.map((shot, place) => (
              // A place to drop a shot on; by keyboard the cards themselves move.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
              <li
                key={shot.id}
                onDragOver={(event) => {
                  if (!event.dataTransfer.types.includes(dragType)) return;
                  event.preventDefault();
                  setTarget(place);
                }}
                onDragLeave={() => setTarget((current) => (current === place ? null : current))}
                onDrop={(event) => drop(event, place)}
                className={target === place ? 'rounded-card outline-2 outline-offset-4 outline-accent' : undefined}
              >
                <ShotCard
                  shot={shot}
                  last={place === shots.length - 1}
                  aspect={aspect}
                  row={shots}
                  onKey={(event) => onKey(event, shot)}
                  onDragStart={(event) => {
                    event.dataTransfer.setData(dragType, shot.id);
                    event.dataTransfer.effectAllowed = 'move';
                  }}
                  onMove={(by) => move(shot, place + by)}
                  onEdit={() => setEdited(shot.id)}
                />
              </li>
            ))}
          </ol>
          <p className="mt-4 text-small text-faint">{t('storyboards.keysHint')}</p>
        </>
      )}
      <div className="mt-4">
        <Button icon={<Plus />} onClick={() => setAdding(true)}>
          {t('storyboards.addShot')}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      {editedShot !== undefined && <ShotEditor shot={editedShot} onClose={() => setEdited(null)} />}
      {adding && <NewShot project={project.id} onClose={() => setAdding(false)} />}
    </>
  );
}
