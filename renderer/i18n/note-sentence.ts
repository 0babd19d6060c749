// Says a note in the user's language; when the catalogue wants a value that the note lacks, its English sentence stands.

import { useTranslation } from 'react-i18next';
import type { Note } from '../../shared/domain/note.ts';

export function useNoteSentence(): (note: Note) => string {
  const { t, i18n } = useTranslation();
  return (note) => {
    const pattern: unknown = i18n.getResource(i18n.language, 'translation', `notes.${note.code}`);
    if (typeof pattern !== 'string') return note.message;
    const wanted = [...pattern.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '');
    if (i18n.language === 'en' || wanted.some((name) => !Object.hasOwn(note.values, name))) return note.message;
    return t(`notes.${note.code}`, { replace: note.values });
  };
}
