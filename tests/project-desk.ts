/** How tests of the progress of projects begin: the printed tables, a county that reports. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { annexFile } from '../src/domains/planning-statistics/projects/fixtures.ts';
import type { TableKind } from '../src/domains/planning-statistics/projects/printed.ts';
import type { Offer } from '../src/kernel/offer/index.ts';
import { type Api, type Browser, requestId, startApi } from './api.ts';

export let api: Api;
export let city: Browser;
export let leader: Browser;
export let county: Browser;
export let township: Browser;

/** Starts what the tests need. */
export async function openProjects(): Promise<void> {
  api = await startApi({ start: '2026-07-06' });
  [city, leader, county, township] = (await Promise.all(['shi', 'shiling', 'xian', 'xiang'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  await bring('summary');
  await bring('detail');
}
export const closeProjects = () => api?.stop();

export async function bring(kind: TableKind, content = annexFile(kind)): Promise<void> {
  const sent = await city.sendFile('/api/sheets/imports', ['kind', `project-${kind}`], content, `${kind}.csv`);
  const rest = async () => {
    for (;;) {
      const view = await city.get(`/api/sheets/imports/${sent.body.id}`);
      if (view.state !== 'reading' && view.state !== 'applying') return view;
      await sleep(20);
    }
  };
  await rest();
  await city.post(`/api/sheets/imports/${sent.body.id}`, { step: 'apply' });
  expect(await rest()).toMatchObject({ state: 'applied' });
}

export const wan = (n: number): number => Math.round(n * 1_000_000);
export const find = async (name: string, by = city) =>
  (await by.get(`/api/projects?q=${encodeURIComponent(name)}`)).rows.find((r: { name: string }) => r.name === name);
export const file = (id: string, by = county) => by.get(`/api/projects/${id}`);
export const month = (given: object) => ({ money: [], done: '按计划推进。', invested: 0, requestId: requestId(), ...given });
export const report = (id: string, given: object, by = county) => by.post(`/api/projects/${id}/reports`, month(given));
export const reportRefused = (id: string, given: object, by = county) => by.refused(`/api/projects/${id}/reports`, month(given));
export const change = async (id: string, what: string, given: object, by = county) =>
  by.call('POST', `/api/projects/${id}/${what}`, {
    ...given,
    version: (await file(id)).project.version,
    requestId: requestId(),
  });
export const offered = (of: { offers: Offer[] }): string[] => of.offers.map((offer) => offer.zh);

export const HOME = '咸安区汀泗桥镇农村福利院改扩建项目';
export const CENTRES = '咸安区汀泗桥镇2个社区居家养老服务中心项目';
export let home: string;
export const setHome = (of: string): void => {
  home = of;
};
