// The page shown in place of the studio when it cannot open: what happened, where, and what to do, in words.

import type { ErrorCode } from '../../shared/errors.ts';
import type { Language } from './menu.ts';

interface Failure {
  readonly code: ErrorCode;
  /** The error's own English sentence, for codes that have no text of their own here. */
  readonly message: string;
  readonly home: string;
  readonly language: Language;
}

interface Wording {
  readonly title: string;
  readonly safe: string;
  readonly place: string;
  readonly sentences: Partial<Record<ErrorCode, string>>;
}

const wordings: Readonly<Record<Language, Wording>> = {
  en: {
    title: 'Tessera could not open',
    safe: 'Nothing was changed: your pictures and the queue are as you left them.',
    place: 'Data folder',
    sentences: {
      DATA_FOLDER_IN_USE:
        'Another Tessera works with this data folder, perhaps a command in a terminal or a local server. Close it and open Tessera again.',
      DATA_FOLDER_READ_ONLY:
        'Tessera cannot write to its data folder. Allow writing to it, or name another folder in the environment variable TESSERA_HOME, then open Tessera again.',
      DATABASE_CORRUPT:
        'The database in the data folder is damaged, and so is every backup of it, or there is none yet. Your pictures are files of their own in its folder "library". Move tessera.db aside to begin with an empty library, then open Tessera again.',
      DATABASE_FROM_THE_FUTURE:
        'A newer version of Tessera has written this database, and this version would not understand it. Install that version or a later one.',
    },
  },
  fr: {
    title: "Tessera n'a pas pu s'ouvrir",
    safe: "Rien n'a été modifié : vos images et la file d'attente sont telles que vous les avez laissées.",
    place: 'Dossier de données',
    sentences: {
      DATA_FOLDER_IN_USE:
        'Un autre Tessera utilise ce dossier de données, peut-être une commande dans un terminal ou un serveur local. Fermez-le, puis rouvrez Tessera.',
      DATA_FOLDER_READ_ONLY:
        "Tessera ne peut pas écrire dans son dossier de données. Autorisez l'écriture, ou indiquez un autre dossier dans la variable d'environnement TESSERA_HOME, puis rouvrez Tessera.",
      DATABASE_CORRUPT:
        'La base de données du dossier de données est endommagée, et toutes ses sauvegardes aussi, ou il n’y en a pas encore. Vos images sont des fichiers à part, dans son dossier « library ». Déplacez tessera.db pour recommencer avec une bibliothèque vide, puis rouvrez Tessera.',
      DATABASE_FROM_THE_FUTURE:
        'Une version plus récente de Tessera a écrit cette base de données, que celle-ci ne comprendrait pas. Installez cette version ou une version ultérieure.',
    },
  },
};

/** @returns the sentence for the page and for the terminal */
export function failureSentence({ code, message, language }: Omit<Failure, 'home'>): string {
  return wordings[language].sentences[code] ?? message;
}

export function failurePage(failure: Failure): string {
  const { title, safe, place } = wordings[failure.language];
  return `<!doctype html>
<html lang="${failure.language}">
<head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="/failure.css"></head>
<body><main role="alert">
<h1>${title}</h1>
<p class="what">${escapeHtml(failureSentence(failure))}</p>
<p>${safe}</p>
<dl><dt>${place}</dt><dd>${escapeHtml(failure.home)}</dd><dt>Code</dt><dd>${failure.code}</dd></dl>
</main></body>
</html>
`;
}

/** Its own, small and without any import: the built interface may be what is missing. */
export const failureStyle = `:root { color-scheme: dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #0e0f12; color: #c9ccd3;
  font: 15px/1.6 system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; font-weight: 600; color: #f2f3f5; }
.what { color: #f2f3f5; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 1.5rem 0 0;
  padding-top: 1rem; border-top: 1px solid #2a2d34; font-size: 13px; }
dt { color: #8b909b; }
dd { margin: 0; overflow-wrap: anywhere; user-select: text; }
`;

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
