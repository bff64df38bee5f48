/** Server face of 进出双预警. */
import './kind.ts';

export { warningReactions } from './listen.ts';
export { compareMonthly } from './sweep.ts';
