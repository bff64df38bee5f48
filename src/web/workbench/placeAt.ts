/** Which place of the menu an address belongs to: the longest one that it lies in, so that 规划任务 (/plan/tasks) does not light 规划指标 (/plan) as well. */
export function placeAt(places: readonly { readonly to: string }[], pathname: string): string | null {
  const within = places.filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`)).map(({ to }) => to);
  return within.sort((a, b) => b.length - a.length)[0] ?? null;
}
