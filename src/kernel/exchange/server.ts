/** Server face of 数据共享: consents, queries, the worker that asks, simulated departments. */
import './sealed.ts';

export * from './connector.ts';

import { definePersonFileSection } from '../resident/server.ts';
import { consentsOfPerson } from './consent.ts';

definePersonFileSection({ key: 'consents', zh: '核对授权', load: consentsOfPerson });

export * from './consent.ts';
export type { FeedAnswer, FeedRow } from './feeds.ts';
export * from './index.ts';
export { takeFeed } from './intake.ts';
export {
  type AnsweredQuery,
  cancelQueries,
  type NewQuery,
  type QuerySubject,
  queriesOf,
  readAnswers,
  recordAnswer,
  requestQuery,
  retryQueries,
  sourceHealth,
} from './query.ts';
export * from './simulators.ts';
export { type QueryWorker, runQueries, type WorkerOptions } from './worker.ts';
