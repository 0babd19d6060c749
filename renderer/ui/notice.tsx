// A paragraph that wants to be noticed where it stands: a fault, a warning, a fact.

import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  danger: { look: 'bg-danger-quiet', icon: 'text-danger', Icon: CircleAlert },
  warning: { look: 'bg-warning-quiet', icon: 'text-warning', Icon: TriangleAlert },
  neutral: { look: 'bg-soft', icon: 'text-muted', Icon: Info },
} as const;

interface NoticeProps {
  readonly tone: keyof typeof tones;
  readonly title?: string | undefined;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: 'alert' | 'status';
}

export function Notice({ tone, title, children, actions, role }: NoticeProps) {
  const { look, icon, Icon } = tones[tone];
  return (
    <div role={role} className={classNames('flex gap-3 rounded-control px-3 py-2.5 text-body', look)}>
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', icon)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {title !== undefined && <p className="font-medium text-ink">{title}</p>}
        <div className="text-muted">{children}</div>
        {actions !== undefined && <div className="mt-1.5 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
