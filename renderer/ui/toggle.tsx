// A switch between on and off that takes effect at once.

import { Switch } from 'radix-ui';

interface ToggleProps {
  readonly id?: string;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly disabled?: boolean;
}

export function Toggle({ id, on, onToggle, disabled = false }: ToggleProps) {
  return (
    <Switch.Root
      {...(id === undefined ? {} : { id })}
      checked={on}
      disabled={disabled}
      onCheckedChange={onToggle}
      className="relative h-6 w-10 shrink-0 rounded-full border border-edge bg-control transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50"
    >
      <Switch.Thumb className="block size-4 translate-x-1 rounded-full bg-muted transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-accent" />
    </Switch.Root>
  );
}
