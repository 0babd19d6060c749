// A picture over the one it came from, with a border between them that pointer and arrow keys move.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { imageAddress } from '../../bridge/image-address.ts';
import { formatPercent } from '../../i18n/format.ts';

/** The thumb of a range input is this wide in every browser we run in: its middle travels that much less than the input. */
const thumb = '16px';

interface ComparisonProps {
  readonly before: ImageId;
  /** Where the picture lies on the stage: its size and how far it is moved. */
  readonly style: React.CSSProperties;
}

export function Comparison({ before, style }: ComparisonProps) {
  const { t, i18n } = useTranslation();
  const [percent, setPercent] = useState(50);
  const border = `calc(${thumb} / 2 + (100% - ${thumb}) * ${percent / 100})`;
  return (
    <>
      <div className="absolute inset-0 overflow-hidden" style={{ clipPath: `inset(0 calc(100% - ${border}) 0 0)` }}>
        <img
          alt={t('viewer.compare.before')}
          src={imageAddress(before)}
          draggable={false}
          className="absolute top-1/2 left-1/2 max-w-none rounded-sm bg-soft"
          style={style}
        />
      </div>
      <input
        type="range"
        aria-label={t('viewer.compare.border')}
        aria-valuetext={t('viewer.compare.share', { share: formatPercent(percent / 100, i18n.language) })}
        min={0}
        max={100}
        value={percent}
        onChange={(event) => setPercent(Number(event.target.value))}
        className="peer absolute inset-0 m-0 size-full cursor-ew-resize opacity-0"
      />
      <div
        aria-hidden
        className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 bg-white shadow-float outline-accent peer-focus-visible:outline-2"
        style={{ left: border }}
      />
      <Label side="left-3" words={t('viewer.compare.before')} />
      <Label side="right-3" words={t('viewer.compare.after')} />
    </>
  );
}

function Label({ side, words }: { readonly side: string; readonly words: string }) {
  return (
    <span
      aria-hidden
      className={`pointer-events-none absolute top-3 ${side} rounded-md bg-black/70 px-2 py-1 text-small text-white`}
    >
      {words}
    </span>
  );
}
