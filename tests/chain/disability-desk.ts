/** How tests bring in lists of 残联 and read what became of them. */

import { setTimeout as sleep } from 'node:timers/promises';
import { writeXlsx } from 'hucre/xlsx';
import { expect } from 'vitest';
import type { ImportView } from '../../src/kernel/sheet/index.ts';
import { type Api, startApi } from '../api.ts';
import { type Person, subsidyDesk } from '../subsidies.ts';

export let api: Api;
export let desk: Awaited<ReturnType<typeof subsidyDesk>>;
/** Starts what the tests need. */
export async function openDisability(): Promise<void> {
  api = await startApi({ start: '2026-06-01' });
  desk = await subsidyDesk(api);
}
export const closeDisability = () => api?.stop();

const HEADINGS = [
  '身份证号码',
  '姓名',
  '残疾人证号',
  '残疾类别',
  '残疾等级',
  '签发日期',
  '有效期至',
  '证件状态',
  '冻结或注销日期',
];
type Cell = string | null;
export const line = (
  who: Person,
  more: Partial<Record<'name' | 'number' | 'level' | 'issued' | 'to' | 'state' | 'since', Cell>> = {},
): Cell[] => {
  const level = more.level ?? '一级';
  const digit = { 一级: '1', 二级: '2', 三级: '3', 四级: '4' }[level];
  return [
    who.idNumber,
    more.name ?? who.name,
    more.number ?? `${who.idNumber}4${digit}`,
    '肢体',
    level,
    more.issued ?? '2020-03-01',
    more.to ?? '2030-02-28',
    more.state ?? '有效',
    more.since ?? null,
  ];
};

export async function bring(rows: Cell[][]): Promise<ImportView> {
  const sheet = Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows: [HEADINGS, ...rows] }] }));
  const sent = await desk.federation.sendFile('/api/sheets/imports', ['kind', 'disability-certificates'], sheet, '名单.xlsx');
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  const rest = async (): Promise<ImportView> => {
    const view = (await desk.federation.get(`/api/sheets/imports/${sent.body.id}`)) as ImportView;
    if (view.state !== 'reading' && view.state !== 'applying') return view;
    await sleep(20);
    return rest();
  };
  const checked = await rest();
  if (checked.state !== 'checked' || checked.goodCount === 0) return checked;
  await desk.federation.post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
  const applied = await rest();
  await api.run();
  return applied;
}
