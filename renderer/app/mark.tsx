// The mark of the studio: four tiles, one of them just laid.

export function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 28 28" className="size-7 shrink-0">
      <rect x="2" y="2" width="11" height="11" rx="3" className="fill-accent" />
      <rect x="15" y="2" width="11" height="11" rx="3" className="fill-accent opacity-55" />
      <rect x="2" y="15" width="11" height="11" rx="3" className="fill-accent opacity-30" />
      <rect x="16.5" y="16.5" width="9" height="9" rx="2.5" transform="rotate(12 21 21)" className="fill-ink" />
    </svg>
  );
}
