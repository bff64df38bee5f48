/** Whether somebody is at this page. What a page asks by itself while nobody is there does not prolong a session. */
const AWAY_MS = 60_000;
let last = Date.now();
const here = (): void => {
  last = Date.now();
};
if (typeof window !== 'undefined')
  for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
    window.addEventListener(sign, here, { capture: true, passive: true });

/** How long nobody has touched anything here, in milliseconds. */
export const awayFor = (): number => Date.now() - last;
export const isAway = (): boolean => awayFor() > AWAY_MS;
