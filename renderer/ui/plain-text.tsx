// Text as it stands in a file: it scrolls within its box, also by keyboard, and can be selected.

interface PlainTextProps {
  readonly label: string;
  readonly children: string;
}

export function PlainText({ label, children }: PlainTextProps) {
  return (
    <pre
      // It scrolls, so the keyboard must be able to stand in it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={label}
      className="max-h-96 overflow-auto rounded-control bg-soft p-3 font-mono text-small whitespace-pre-wrap text-muted select-text [overflow-wrap:anywhere]"
    >
      {children}
    </pre>
  );
}
