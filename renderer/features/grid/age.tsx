// How long ago something was, kept true while it is looked at.

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAge, formatMoment } from '../../i18n/format.ts';

/** The words change by the minute at most. */
const tickMs = 30_000;

export function Age({ since }: { readonly since: string }) {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(tick);
  }, []);
  return (
    <time
      dateTime={since}
      title={formatMoment(since, i18n.language)}
      className="text-small whitespace-nowrap text-faint"
    >
      {formatAge(since, now, i18n.language)}
    </time>
  );
}
