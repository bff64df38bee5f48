/** 物价联动: a month below the lines, and one above them that is put forward and waits for the leader of the city. */
import { sql } from '../../../database/sql.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { enterIndex, submitRun } from '../price-link/server.ts';
import type { DayWork } from './play.ts';
import { must, type Players, type Stage, upload } from './players.ts';

const indices: readonly { month: YearMonth; cpiPermille: number; foodPermille: number; publishedOn: PlainDate }[] = [
  { month: '2026-06', cpiPermille: 18, foodPermille: 31, publishedOn: '2026-07-13' },
  { month: '2026-07', cpiPermille: 36, foodPermille: 64, publishedOn: '2026-08-12' },
];
const RISEN = '2026-07';
const PUT_FORWARD_ON = '2026-08-28';

export function priceDays(stage: Stage, { staff }: Players): DayWork[] {
  const { context } = stage;
  const enter = async ({ publishedOn, ...index }: (typeof indices)[number]): Promise<void> => {
    const clerk = await staff('shi');
    const proof = await upload(stage, clerk, 'price-index');
    const requestId = `story-price-${index.month}`;
    const entered = await context.once(clerk, { action: 'price.index', requestId, body: index }, (tx) =>
      enterIndex(tx, { ...index, publishedOn, proof }),
    );
    must(requestId, entered);
  };
  const putForward = async (): Promise<void> => {
    const requestId = 'story-price-submit';
    const submitted = await context.once(await staff('shi'), { action: 'price.submit', requestId, body: RISEN }, async (tx) =>
      submitRun(tx, await tx.one(sql`select id, version from price_run where month = ${RISEN}`)),
    );
    must(requestId, submitted);
  };
  return [
    ...indices.map((index) => ({ on: index.publishedOn, work: () => enter(index) })),
    { on: PUT_FORWARD_ON, work: putForward },
  ];
}
