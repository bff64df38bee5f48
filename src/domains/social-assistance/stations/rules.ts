/** 乡镇配员 (S14 ch.6-5, 社区治理 5.2): how many purchased posts a township needs, and how many it lacks. Pure. */
import type { Clause, Parameters } from '../../../kernel/policy/index.ts';
import { withParameters } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

export interface TownshipStaff {
  readonly township: DivisionCode;
  /** Residents at the end of last year. */
  readonly persons: number;
  readonly posts: number;
}

export interface Staffing {
  readonly required: number;
  readonly shortage: number;
  readonly clause: Clause;
}

/** The bands of the city's plan overlap at their edges; the edge takes the higher number. */
export function staffingOf(
  given: TownshipStaff,
  parameters: Parameters,
  date: PlainDate,
  plan: string,
): Result<Staffing, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: given.township, date }, (read) => {
    const [second, third] = [Number(read.ref('STAFF-BAND-2').value), Number(read.ref('STAFF-BAND-3').value)];
    const band = given.persons >= third ? 3 : given.persons >= second ? 2 : 1;
    const required = Number(read.ref(`STAFF-POSTS-${band}`).value);
    const shortage = Math.max(0, required - given.posts);
    return {
      required,
      shortage,
      clause: {
        name: '政府购买服务岗位达到配员标准',
        verdict: shortage === 0 ? 'met' : 'unmet',
        value: { kind: 'count', count: given.posts, unit: '人' },
        limit: { kind: 'count', count: required, unit: '人' },
        relation: '不少于',
        basis: `${plan}第六章第五节`,
        parameter: read.ref(`STAFF-POSTS-${band}`),
      },
    };
  });
}

/** Of several townships: what is required, what is lacking, how many comply. A surplus here does not make up for a lack there. */
export function staffingTotals(all: readonly Staffing[]): { required: number; shortage: number; compliant: number; of: number } {
  return {
    required: all.reduce((sum, s) => sum + s.required, 0),
    shortage: all.reduce((sum, s) => sum + s.shortage, 0),
    compliant: all.filter((s) => s.shortage === 0).length,
    of: all.length,
  };
}
