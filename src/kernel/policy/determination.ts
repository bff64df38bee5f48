/** A decision that needs no case, no server and no database: facts and standards in, the decision with its clauses out. */
import type { z } from 'zod';
import type { FieldProblem, Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { Decision } from './decision.ts';
import type { Parameters } from './parameters.ts';

export interface Determination {
  readonly schema: z.ZodType<{ division: DivisionCode }>;
  /**
   * `facts` have been parsed by `schema`; `on` is the day of the decision, where it was given, `today` where it was not. Fields that do not
   * fit together are answered as problems.
   */
  decide(
    facts: unknown,
    at: { readonly parameters: Parameters; readonly on: PlainDate | null; readonly today: PlainDate },
  ): FieldProblem[] | Result<Decision>;
}

/** By service item: SA-01. */
export type Determinations = Readonly<Record<string, Determination>>;
