// A key of the keyboard, drawn as one.

export function Kbd({ children }: { readonly children: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-edge bg-surface px-1 font-sans text-tiny text-muted">
      {children}
    </kbd>
  );
}
