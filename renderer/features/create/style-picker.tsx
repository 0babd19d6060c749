// The styles put around the prompt: several at once, shown by pictures, one's own among them.

import { Download, Palette, Plus, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedStyle } from '../../../shared/contract/styles.ts';
import type { StyleId } from '../../../shared/domain/ids.ts';
import { moreStylesMax } from '../../../shared/domain/recipe.ts';
import { stylesOf } from '../../../shared/domain/style.ts';
import { useStyles } from '../../data/queries.ts';
import { useStyleName } from '../../data/style-names.ts';
import { useStyleActions } from '../../data/styles.ts';
import type { CreateValues } from '../../state/create-form.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type StyleDraft, StyleEditor } from './style-editor.tsx';
import { StyleTile } from './style-tile.tsx';

interface StyleButtonProps {
  readonly chosen: readonly ListedStyle[];
  readonly onOpen: () => void;
}

/** Says which styles are chosen. */
export function StyleButton({ chosen, onOpen }: StyleButtonProps) {
  const { t } = useTranslation();
  const names = chosen.map(useStyleName());
  return (
    <Button
      className="max-w-44"
      icon={<Palette />}
      aria-label={names.length === 0 ? t('styles.choose') : t('styles.chosen', { names: names.join(', ') })}
      onClick={onOpen}
    >
      <span className="truncate">
        {names.length === 0 && t('create.style')}
        {names.length === 1 && names[0]}
        {names.length > 1 && t('styles.more', { name: names[0], number: names.length - 1 })}
      </span>
    </Button>
  );
}

/** The styles of the form that there are. */
export function useChosenStyles(values: Pick<CreateValues, 'style' | 'moreStyles'>): ListedStyle[] {
  const styles = useStyles().data?.styles ?? [];
  return stylesOf(values).flatMap((id) => styles.find((style) => style.id === id) ?? []);
}

interface StyleDialogProps {
  readonly values: CreateValues;
  readonly onChange: (values: Partial<CreateValues>) => void;
  readonly onClose: () => void;
}

/** Stands beside the form and not in it: it has fields of its own, where Enter means something else. */
export function StyleDialog({ values, onChange, onClose }: StyleDialogProps) {
  const { t } = useTranslation();
  const nameOf = useStyleName();
  const actions = useStyleActions();
  const styles = useStyles().data?.styles ?? [];
  const chosen = useChosenStyles(values).map(({ id }) => id);
  const [search, setSearch] = useState('');
  const [draft, setDraft] = useState<StyleDraft | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const wanted = search.trim().toLocaleLowerCase();
  const found = styles.filter((style) =>
    [nameOf(style), style.prompt].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
  const groups = (['own', 'curated'] as const).map((origin) => ({
    origin,
    styles: found.filter((style) => style.origin === origin),
  }));

  function onPick([style, ...moreStyles]: readonly StyleId[]): void {
    onChange({ style: style ?? null, moreStyles });
  }

  function toggle(id: StyleId): void {
    if (chosen.includes(id)) onPick(chosen.filter((other) => other !== id));
    else onPick([...chosen, id].slice(-1 - moreStylesMax));
  }

  return (
    <Dialog wide title={t('styles.title')} onClose={onClose}>
      <div className="flex max-h-[75dvh] flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <TextField
            type="search"
            className="min-w-40 flex-1"
            aria-label={t('styles.search')}
            placeholder={t('styles.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Button
            icon={<Plus />}
            onClick={() => setDraft({ name: '', prompt: values.prompt, negativePrompt: values.negativePrompt })}
          >
            {t('styles.create')}
          </Button>
          <IconButton label={t('styles.import')} icon={<Upload />} onClick={() => chooser.current?.click()} />
          <IconButton
            label={t('styles.export')}
            icon={<Download />}
            disabled={!styles.some(({ origin }) => origin === 'own')}
            onClick={() => void actions.exportFile()}
          />
          <input
            ref={chooser}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label={t('styles.file')}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) void actions.importFile(file);
              event.target.value = '';
            }}
          />
        </div>
        {draft !== null && (
          <StyleEditor key={draft.id ?? ''} draft={draft} onSave={actions.put} onClose={() => setDraft(null)} />
        )}
        <div className={classNames('min-h-0 flex-1 overflow-y-auto p-1', draft !== null && 'hidden')}>
          {groups.map(
            ({ origin, styles: listed }) =>
              listed.length > 0 && (
                <section key={origin} aria-label={t(`styles.groups.${origin}`)} className="mb-4">
                  <h3 className="mb-2 text-small font-medium text-muted">{t(`styles.groups.${origin}`)}</h3>
                  <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-2">
                    {listed.map((style) => (
                      <StyleTile
                        key={style.id}
                        style={style}
                        chosen={chosen.includes(style.id)}
                        onToggle={() => toggle(style.id)}
                        onEdit={() => setDraft(editable(style))}
                        onRemove={() => {
                          onPick(chosen.filter((id) => id !== style.id));
                          actions.remove(style);
                        }}
                      />
                    ))}
                  </ul>
                </section>
              ),
          )}
          {found.length === 0 && <p className="py-8 text-center text-muted">{t('styles.nothing')}</p>}
        </div>
        <div className={classNames('items-center justify-between gap-2', draft === null ? 'flex' : 'hidden')}>
          <Button weight="quiet" disabled={chosen.length === 0} onClick={() => onPick([])}>
            {t('styles.none')}
          </Button>
          <Button weight="primary" onClick={onClose}>
            {t('canvas.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function editable({ id, name, prompt, negativePrompt }: ListedStyle): StyleDraft {
  return { id, name, prompt, negativePrompt };
}
