/** `0:09`, `12:30`, `1:02:03` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(whole % 60)}`
    : `${minutes}:${pad(whole % 60)}`;
}

/** `9 s`, `1 min 40 s`, `2 h 10 min`, `3 days`: as exact as a forecast can be. */
export function roughly(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (whole < 600) {
    const tens = Math.round(whole / 10) * 10;
    const rest = tens % 60;
    return `${Math.floor(tens / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
  }
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`;
  return `${Math.round(hours / 24)} days`;
}
