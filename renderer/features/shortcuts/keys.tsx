// Keys as one reads them on one's own keyboard.

import { useTranslation } from 'react-i18next';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { Kbd } from '../../ui/kbd.tsx';

const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Shift: '⇧',
  Enter: '↵',
};

/** @param alternatives any of which does it */
export function Keys({ alternatives }: { readonly alternatives: readonly string[] }) {
  const words = useKeyWords();
  return (
    <span className="flex flex-wrap gap-1.5">
      {alternatives.map((keys) => (
        <Kbd key={keys}>{words(keys)}</Kbd>
      ))}
    </span>
  );
}

export function useKeyWords(): (keys: string) => string {
  const { t } = useTranslation();
  const { platform } = useBridge();
  const isMac = platform === null ? navigator.userAgent.includes('Mac') : platform.os === 'darwin';
  const wordOf = (part: string): string => {
    if (part === 'Mod') return isMac ? '⌘' : t('keys.control');
    if (part === 'Alt') return isMac ? '⌥' : 'Alt';
    if (part === 'Delete') return t('keys.delete');
    return signs[part] ?? part;
  };
  return (keys) => keys.split('+').map(wordOf).join(' ');
}
