/** 走失寻人 over HTTP. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { allow } from '../../../kernel/access/index.ts';
import { openFileStore, openShownFile } from '../../../kernel/document/server.ts';
import { attachment, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import {
  addPlace,
  correctSheet,
  describeSearch,
  endMistaken,
  followUp,
  giveSector,
  handOver,
  resumeSearch,
  searchFromCall,
  tellPolice,
  widenSearch,
} from './act.ts';
import { publishNotice, takeDown } from './notice.ts';
import { reportFound, reportSearched, reportSeen } from './report.ts';
import {
  ById,
  Correction,
  FarPlace,
  FollowUp,
  Give,
  HandOver,
  NewSearch,
  Police,
  Publish,
  Reason,
  SentFound,
  SentSearched,
  SentSeen,
  TakeDown,
} from './schema.ts';
import { desk, lostReaders, searchers } from './terms.ts';
import { lostFile, lostList } from './views.ts';

const at = (step: string): string => `/api/lost-searches/:id/${step}`;

export const lostRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/lost-searches',
    permission: allow(...lostReaders),
    summary: '走失寻人：正在找的、最近结束的',
    handler: ({ platform, actor }) => platform.context.read(actor, lostList),
  }),
  route({
    method: 'GET',
    url: '/api/lost-searches/:id',
    permission: allow(...lostReaders),
    summary: '一件走失寻人：样子、分片、报来的情况、经过（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => lostFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: at('photo'),
    permission: allow(...lostReaders),
    summary: '走失老人的照片，找到、交接以后不再给看（留痕）',
    params: ById,
    async handler({ platform, actor, params }) {
      const photo = await platform.context.read(actor, (tx) =>
        tx.maybe<{ photo: string | null }>(
          sql`select photo from lost_search where id = ${params.id} and state in ('opened', 'searching', 'found')`,
        ),
      );
      if (!photo?.photo) return fail('NOT_FOUND');
      const found = await openShownFile(platform.context, actor, openFileStore(platform.filesDir), {
        id: photo.photo,
        shown: async () => ok(params.id),
      });
      return found.ok ? attachment(found.value.mediaType, found.value.name, found.value.bytes) : found;
    },
  }),
  stepOnce({
    url: '/api/emergency/incidents/:id/lost',
    summary: '呼叫台：有人走失，登记样子，开始找',
    by: desk,
    shape: NewSearch,
    work: searchFromCall,
  }),
  stepOnce({ url: at('describe'), summary: '登记走失老人的样子，开始找', by: desk, shape: NewSearch, work: describeSearch }),
  stepOnce({ url: at('correct'), summary: '更正走失老人的样子', by: desk, shape: Correction, work: correctSheet }),
  stepOnce({ url: at('police'), summary: '登记报110', by: desk, shape: Police, work: tellPolice }),
  stepOnce({ url: at('widen'), summary: '扩大一圈', by: desk, shape: z.strictObject({}), work: widenSearch }),
  stepOnce({ url: at('place'), summary: '加一处要找的地方', by: desk, shape: FarPlace, work: addPlace }),
  stepOnce({ url: at('publish'), summary: '发布寻人启事', by: desk, shape: Publish, work: publishNotice }),
  stepOnce({ url: at('take-down'), summary: '撤下寻人启事', by: desk, shape: TakeDown, work: takeDown }),
  stepOnce({ url: at('seen'), summary: '有人看到走失的老人', by: searchers, shape: SentSeen, work: reportSeen }),
  stepOnce({ url: at('found'), summary: '走失的老人找到了', by: searchers, shape: SentFound, work: reportFound }),
  stepOnce({ url: at('resume'), summary: '不是本人，继续找', by: desk, shape: Reason, work: resumeSearch }),
  stepOnce({ url: at('hand-over'), summary: '登记走失老人的交接', by: desk, shape: HandOver, work: handOver }),
  stepOnce({ url: at('follow-up'), summary: '登记走失以后的回访', by: searchers, shape: FollowUp, work: followUp }),
  stepOnce({ url: at('mistaken'), summary: '没有走失，结束寻找', by: desk, shape: Reason, work: endMistaken }),
  stepOnce({
    url: '/api/lost-sectors/:id/searched',
    summary: '这片找过了',
    by: searchers,
    shape: SentSearched,
    work: reportSearched,
  }),
  stepOnce({ url: '/api/lost-sectors/:id/give', summary: '把分片交给村里', by: desk, shape: Give, work: giveSector }),
];
