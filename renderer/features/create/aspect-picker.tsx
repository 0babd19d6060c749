// The shapes a model draws in, as little rectangles.

import { useTranslation } from 'react-i18next';
import type { ModelCapabilities } from '../../../shared/domain/model.ts';
import type { Aspect } from '../../../shared/domain/recipe.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

/** The longer side of the drawing; small enough for seven in a row at the narrowest window. */
const longSide = 16;

interface AspectPickerProps {
  readonly sizes: ModelCapabilities['sizes'];
  /** Null when a size of one's own is typed. */
  readonly value: Aspect | null;
  readonly onPick: (aspect: Aspect) => void;
}

export function AspectPicker({ sizes, value, onPick }: AspectPickerProps) {
  const { t } = useTranslation();
  return (
    <Segmented
      label={t('create.aspect')}
      value={value}
      onPick={onPick}
      segments={sizes.map(({ aspect, width, height }) => ({
        value: aspect,
        label: t('create.aspectOption', { aspect, width, height }),
        drawing: <AspectDrawing aspect={aspect} width={width} height={height} />,
      }))}
    />
  );
}

function AspectDrawing({ aspect, width, height }: ModelCapabilities['sizes'][number]) {
  const scale = longSide / Math.max(width, height);
  return (
    <Tooltip text={`${aspect} · ${width} × ${height}`}>
      <span className="flex size-5 items-center justify-center">
        <span
          className="rounded-[2.5px] border-[1.5px] border-current"
          style={{ width: Math.round(width * scale), height: Math.round(height * scale) }}
        />
      </span>
    </Tooltip>
  );
}
