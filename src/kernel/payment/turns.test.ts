/** 轮到谁: each officer's desk shows the batches that wait for him or her, and a batch says whom it waits for. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import type { Actor } from '../access/index.ts';
import { accepted } from '../resident/fixtures.ts';
import { carryTo, clerk, otherTownship, paymentDesk, reviewer, step, township, treasury } from './fixtures.ts';
import { batches, turnOf } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
let id: string;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
  ({ id } = await desk.w15());
});
afterAll(() => db.drop());

const everybody = { clerk, reviewer, treasury, township, otherTownship } satisfies Record<string, Actor>;
/** Who finds the batch on the desk, and what the page says. */
async function turn(): Promise<[string[], string | null]> {
  const waits: string[] = [];
  for (const [name, actor] of Object.entries(everybody))
    if ((await db.context.read(actor, (tx) => batches(tx, { mine: true }))).items.some((row) => row.id === id)) waits.push(name);
  return [waits, (await desk.view(id as never)).waitsZh];
}

test('草稿、确认、复核、审核、送银行：每一步只在轮到的人那里，批次上写明等谁办什么；先确认的乡镇不再等', async () => {
  const batch = id as never;
  expect(await turn()).toEqual([['clerk'], '现在等财务经办办理：开始核对。']);
  accepted(await step(db, batch, 'startCheck'));
  const [waiting, said] = await turn();
  expect(waiting).toEqual(['township', 'otherTownship']);
  expect(said).toMatch(/^现在等.+、.+确认名单。$/);
  accepted(await step(db, batch, 'confirmTownship', { actor: township }));
  expect((await turn())[0]).toEqual(['otherTownship']);
  expect((await desk.view(batch, township)).waitsZh).toBe('现在等其他乡镇（街道）确认名单。');
  accepted(await step(db, batch, 'confirmTownship', { actor: otherTownship }));
  expect(await turn()).toEqual([['clerk'], '现在等财务经办办理：提交复核。']);
  accepted(await step(db, batch, 'submitReview'));
  expect(await turn()).toEqual([['reviewer'], '现在等财务复核办理：复核通过。']);
  accepted(await step(db, batch, 'reviewCounty'));
  expect((await turn())[0]).toEqual(['treasury']);
  await carryTo(db, batch, 'treasury-approved');
  expect(await turn()).toEqual([['clerk'], '现在等财务经办办理：送银行。']);
});

test('发放日以前送银行：不拦，但写明发放日还没有到；到了发放日不再提；这一步是正常的下一步，不标红', async () => {
  const send = async () => (await desk.view(id as never)).allowedActions.find((a) => a.action === 'sendToBank')!;
  const { payOn } = await desk.view(id as never);
  expect(payOn > db.clock.today()).toBe(true);
  expect(await send()).toMatchObject({ danger: false, causes: expect.stringContaining('还没有到') });
  db.clock.set(`${payOn}T01:00:00.000Z`);
  expect((await send()).causes).not.toContain('还没有到');
  await carryTo(db, id as never, 'sent');
  expect(await turn()).toEqual([['clerk'], '现在等财务经办办理：导入银行回盘。']);
});

test('每一条批次消息都能打开它的批次', async () => {
  const { rows } = await db.owner.query(
    "select count(*)::int as all, count(batch_id)::int as led from message where template in ('payment.township', 'payment.todo')",
  );
  expect(rows[0].all).toBeGreaterThan(4);
  expect(rows[0].led).toBe(rows[0].all);
});

test('0笔的名单不等任何人', () => {
  const none = { lineCount: 0, prepared: false, unanswered: 0 };
  for (const state of ['draft', 'checking', 'treasury-approved'] as const) expect(turnOf({ ...none, state })).toBeNull();
  expect(turnOf({ ...none, lineCount: 1, state: 'draft' })?.action).toBe('startCheck');
});
