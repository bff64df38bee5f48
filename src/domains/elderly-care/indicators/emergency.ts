/** 紧急呼叫响应达标率 (I-17): a share for each time of 5.10; false alarms, merged calls, tests and what is still in time are not counted. Nobody is named. */

import { sql } from '../../../database/sql.ts';
import { plusDays, startOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineIndicators, type GivenRow, givenRows, type Indicator, type Span } from '../../../kernel/indicator/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { timeLimits } from '../emergency/parameters.ts';
import { type CallFacts, type Measure, measured, measures, shareKeys } from '../emergency/times.ts';
import { elderlyBoard, OWN } from './board.ts';

const MOST = 100_000;
type Call = CallFacts & { id: string; division: DivisionCode; heard: string };

async function callRows(tx: Tx, span: Span, measure: Measure): Promise<GivenRow[]> {
  const limits = await timeLimits(tx);
  if (!limits.ok) return [];
  const calls =
    await tx.rows<Call>(sql`select id, division, level, terrain, t0, t1, t2, t3, contact_at, t5, t6, t7, to_char(t0 at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as heard
    from emergency_incident where t0 >= ${startOf(span.from).toISOString()} and t0 < ${startOf(plusDays(span.to, 1)).toISOString()} and ending is null and drill_id is null
      and division >= ${span.lo} and division < ${span.hi} order by id limit ${MOST}`);
  return calls.flatMap((call) => {
    const one = measured(call, limits.value, tx.now).find((m) => m.measure === measure && !m.pending);
    if (!one) return [];
    const took = one.tookMs === null ? '没有' : `用了${Math.ceil(one.tookMs / 1000)}秒`;
    return [
      {
        id: call.id,
        division: call.division,
        num: one.met ? 1 : 0,
        den: 1,
        name: `${call.heard}的呼叫`,
        says: `${measures[measure]}${took}，限${one.limitSeconds}秒`,
        link: 'emergency-call' as const,
        linkId: call.id,
      },
    ];
  });
}

defineIndicators(
  elderlyBoard,
  ...(Object.keys(measures) as Measure[]).map(
    (measure): Indicator => ({
      key: `sos-${measure}`,
      zh: `紧急呼叫${measures[measure]}达标率`,
      definition: `${measures[measure]}在时限内的呼叫 ÷ 本月要${measures[measure]}的呼叫；误报、并案、测试和还在时限里的不算`,
      kind: 'rate',
      period: 'month',
      target: shareKeys[measure],
      source: OWN,
      rows: async (tx, span) => givenRows(await callRows(tx, span, measure)),
    }),
  ),
);
