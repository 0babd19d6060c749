// A few ways to other places, side by side.

import type { ReactNode } from 'react';

interface LinkListProps {
  readonly label: string;
  readonly links: readonly { readonly to: string; readonly name: string; readonly icon: ReactNode }[];
}

export function LinkList({ label, links }: LinkListProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1">
      {links.map(({ to, name, icon }) => (
        <a
          key={to}
          href={to}
          className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-small text-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
        >
          {icon}
          {name}
        </a>
      ))}
    </nav>
  );
}
