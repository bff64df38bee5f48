/** What the server answers about grids. */
import type { PlainDate } from '../../../../kernel/schema/index.ts';

interface Unit {
  code: string;
  name: string;
}
interface Counts {
  grids: number;
  households: number;
  covered: number;
}

export interface GridView extends Unit {
  level: string;
  path: Unit[];
  total: Counts;
  /** Legal villages and communities of the unit. */
  villages: number;
  below: (Unit & Counts)[];
  grids: { id: string; no: string; name: string; extent: string; households: number | null; updatedOn: PlainDate }[];
}
