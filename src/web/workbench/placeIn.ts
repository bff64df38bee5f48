/** A place of the address counts where it is one, inside the officer's own; anything else is as if nothing had been chosen. */
import { inScope } from '../../kernel/division/index.ts';

export const placeIn = (home: string, wanted: string | undefined): string =>
  wanted && /^\d{12}$/.test(wanted) && inScope(wanted, home) ? wanted : home;
