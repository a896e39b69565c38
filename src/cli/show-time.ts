const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Unix milliseconds as `2024-01-01 12:00:00Z`; 0 is `-`. */
export function showTime(ms: number): string {
  return ms === 0 ? '-' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** How long ago `ms` is at `now`, in its largest unit: `3h`; 0 is `-`. */
export function showAge(ms: number, now: number): string {
  if (ms === 0) return '-';
  const age = Math.max(0, now - ms);
  for (const [unit, unitMs] of UNITS) if (age >= unitMs) return `${Math.floor(age / unitMs)}${unit}`;
  return '0s';
}
