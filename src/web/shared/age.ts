/** Full years of age on a day: one year older on the birthday itself. */
import type { PlainDate } from '../../kernel/schema/index.ts';

export const ageOn = (birthDate: PlainDate, on: PlainDate): number =>
  Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (on.slice(5) < birthDate.slice(5) ? 1 : 0);
