// A list of things to do, behind a button.

import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { useLayer } from './layer.ts';

export interface MenuEntry {
  readonly label: string;
  readonly icon: ReactNode;
  readonly run: () => void;
  readonly keys?: string;
  readonly danger?: boolean;
}

/** Not modal: a modal menu would inject a style sheet to stop scrolling, and the content security policy forbids it. */
export function Menu({ trigger, entries }: { readonly trigger: ReactNode; readonly entries: readonly MenuEntry[] }) {
  const layer = useLayer();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={layer}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-52 animate-appear rounded-card border border-line bg-raised p-1 shadow-float"
        >
          {entries.map((entry) => (
            <DropdownMenu.Item
              key={entry.label}
              onSelect={entry.run}
              className={classNames(
                'flex h-8 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-body outline-none select-none',
                'data-[highlighted]:bg-hover [&_svg]:size-4',
                entry.danger === true ? 'text-danger' : 'text-ink [&_svg]:text-faint',
              )}
            >
              {entry.icon}
              <span className="flex-1">{entry.label}</span>
              {entry.keys !== undefined && <Kbd>{entry.keys}</Kbd>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
