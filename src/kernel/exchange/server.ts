/** Server face of 数据共享: consents, queries, the worker that asks, simulated departments. */
import './audited.ts';
import './sealed.ts';

export * from './connector.ts';

import { definePersonFileSection } from '../resident/server.ts';
import { consentsOfPerson } from './consent.ts';

definePersonFileSection({ key: 'consents', zh: '核对授权', load: consentsOfPerson });

export {
  type AnswerRow,
  type Batch,
  batchesMade,
  batchSheet,
  getBatch,
  makeBatch,
  readAnswerFile,
  takeAnswerFile,
} from './batches.ts';
export * from './consent.ts';
export { type FeedAnswer, type FeedRow, fireItems, penaltyKinds, warningLevels } from './feeds.ts';
export * from './index.ts';
export { defineFeedCheck, type FeedMeant, refuseFeed, takeFeed } from './intake.ts';
export {
  type AnsweredQuery,
  askByLetter,
  cancelQueries,
  destroyAnswers,
  type NewQuery,
  noteLetter,
  type QuerySubject,
  type Question,
  queriesOf,
  readAnswers,
  recordAnswer,
  recordLetterAnswer,
  requestQueries,
  requestQuery,
  retryQueries,
} from './query.ts';
export * from './simulators.ts';
export { askSourceAgain, setSourceWay, sourceHealth, undeliveredQueries, type WayOf, waysOf } from './ways.ts';
export { type QueryWorker, runQueries, type WorkerOptions } from './worker.ts';
