/** Clocks of the emergency desk: they run by the clock of the server, whatever the computer on the desk says. */
import { useEffect, useState } from 'react';

/** The server's present instant in milliseconds, every second; `now` is what the last answer said, `at` when it came. */
export function useServerNow(now: string | undefined, at: number): number {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return now ? Date.parse(now) + (Date.now() - at) : Date.now();
}

/** 02:05, 1:02:05: how long since an instant. */
export function lasting(from: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** 14秒, 45分, 1小时2分: what a step took. */
export function took(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds}秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes}分` : `${minutes}分${seconds % 60}秒`;
  return minutes % 60 === 0 ? `${minutes / 60}小时` : `${Math.floor(minutes / 60)}小时${minutes % 60}分`;
}
