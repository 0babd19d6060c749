// Numbers, times and sizes as each language writes them.

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "2 minutes ago"; older than a week, the date. */
export function formatAge(from: string, now: number, language: string): string {
  const age = Math.max(0, now - Date.parse(from));
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' });
  if (age < 45 * secondMs) return words.format(0, 'second');
  if (age < hourMs) return words.format(-Math.max(1, Math.round(age / minuteMs)), 'minute');
  if (age < dayMs) return words.format(-Math.round(age / hourMs), 'hour');
  if (age < 7 * dayMs) return words.format(-Math.round(age / dayMs), 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(from));
}

export function formatMoment(moment: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(moment));
}

/** "November 2026", of a month such as 2026-11. */
export function formatMonth(month: string, language: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' }).format(new Date(year, number - 1, 1));
}

/** "12 s", "3 min 20 s": time left, never finer than a second. */
export function formatDuration(ms: number, language: string): string {
  const seconds = Math.max(1, Math.round(ms / secondMs));
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (seconds < 60) return unit(seconds, 'second');
  if (seconds < 3600) {
    const rest = seconds % 60;
    return rest === 0
      ? unit(seconds / 60, 'minute')
      : `${unit(Math.floor(seconds / 60), 'minute')} ${unit(rest, 'second')}`;
  }
  return `${unit(Math.floor(seconds / 3600), 'hour')} ${unit(Math.floor((seconds % 3600) / 60), 'minute')}`;
}

/** "0:42", "4:00", "1:00:00": as a clock counts down, rounded up so that it ends at nought. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / secondMs));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return hours === 0 ? `${minutes}:${two(rest)}` : `${hours}:${two(minutes)}:${two(rest)}`;
}

/** "31 MB", in powers of ten as file managers show them. */
export function formatBytes(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
  }).format(value);
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

export function formatPercent(fraction: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(fraction);
}
