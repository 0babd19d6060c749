// The first thing one sees: what this is, and four prompts that draw well, one click away.

import { Apple, MoonStar, Rocket, Snowflake } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCreateForm } from '../../state/create-form.ts';
import { useEnqueue } from './use-enqueue.ts';

/** Subjects and scenes the embedded model knows by heart. The English words are what it understands. */
const examples = ['penguin', 'rocket', 'apple', 'owl'] as const;
const drawings: Readonly<Record<(typeof examples)[number], string>> = {
  penguin: 'a penguin on snow',
  rocket: 'a rocket in space',
  apple: 'a red apple',
  owl: 'an owl at night',
};
const swatches: Readonly<Record<(typeof examples)[number], string>> = {
  penguin: 'from-sky-300 to-sky-100 text-sky-900',
  rocket: 'from-indigo-950 to-purple-800 text-purple-100',
  apple: 'from-rose-100 to-rose-50 text-rose-700',
  owl: 'from-slate-900 to-blue-900 text-blue-100',
};
const icons = { penguin: Snowflake, rocket: Rocket, apple: Apple, owl: MoonStar } as const;

export function Welcome() {
  const { t } = useTranslation();
  const { enqueue, ready } = useEnqueue();
  const change = useCreateForm((form) => form.change);
  const askFocus = useCreateForm((form) => form.askFocus);

  function draw(prompt: string): void {
    change({ prompt });
    enqueue(useCreateForm.getState().values);
    askFocus();
  }

  return (
    <section className="mx-auto flex max-w-2xl flex-col items-center px-4 pt-14 pb-10 text-center">
      <h2 className="text-display font-semibold tracking-tight">{t('welcome.title')}</h2>
      <p className="mt-2 max-w-md text-lead text-balance text-muted">{t('welcome.text')}</p>
      <p className="mt-10 mb-3 text-small font-medium text-faint">{t('welcome.try')}</p>
      <ul className="grid w-full grid-cols-2 gap-3">
        {examples.map((example) => {
          const Icon = icons[example];
          return (
            <li key={example}>
              <button
                type="button"
                disabled={!ready}
                onClick={() => draw(drawings[example])}
                className="flex w-full items-center gap-3 rounded-card border border-line bg-surface p-2.5 text-left shadow-card transition-colors hover:border-edge hover:bg-hover"
              >
                <span
                  aria-hidden
                  className={`flex size-11 shrink-0 items-center justify-center rounded-control bg-linear-to-b ${swatches[example]}`}
                >
                  <Icon className="size-5" />
                </span>
                <span className="min-w-0">
                  <span className="block truncate font-medium">{drawings[example]}</span>
                  {t(`welcome.examples.${example}`) !== '' && (
                    <span className="block truncate text-small text-faint">{t(`welcome.examples.${example}`)}</span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <p className="mt-8 text-small text-faint">{t('welcome.local')}</p>
    </section>
  );
}
