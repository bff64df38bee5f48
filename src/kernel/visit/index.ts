/** 上门: where a village goes on foot, whatever for. Who is to be seen, in walking order, each door once. Pure. */
import type { CommunicationNeed } from '../resident/index.ts';
import type { PlainDate } from '../schema/index.ts';
import type { Point } from './walk.ts';

export * from './walk.ts';

/** What is to be done at a door. */
export interface VisitTask {
  /** 入户调查 */
  readonly zh: string;
  readonly dueOn: PlainDate | null;
  /** Where in the workbench it is recorded. */
  readonly href: string;
}

/** One door: a person with everything that is to be done there. */
export interface Stop {
  /** Null for somebody whom the registry does not know: there is no place to remember. */
  readonly personId: string | null;
  readonly name: string;
  readonly divisionName: string;
  /** Where the home is; null: nobody has recorded it. */
  readonly point: Point | null;
  /** What the person asked for in the application: 手语翻译…. */
  readonly needs: readonly CommunicationNeed[];
  readonly tasks: readonly VisitTask[];
}

export interface VisitsView {
  /** Where the walk begins; null: nobody has recorded it. */
  readonly office: Point | null;
  readonly stops: readonly Stop[];
  /** There are more visits than a walk shows. */
  readonly more: boolean;
}
