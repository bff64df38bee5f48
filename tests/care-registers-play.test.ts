/** What the demonstration shows of the registers of elderly care: a record of each, once, however often it is played; every one opens for an officer. */
import { expect, test } from 'vitest';
import { playRegisters } from '../src/domains/elderly-care/demonstration/registers.ts';
import { playSites } from '../src/domains/elderly-care/demonstration/sites.ts';
import { playInstitutions } from '../src/domains/elderly-care-institutions/demonstration/play.ts';
import { playReform } from '../src/domains/elderly-care-institutions/demonstration/reform.ts';
import { startApi } from './api.ts';

test('每本台账都有一条，打得开，看得到经过；再放一遍不多一条', async () => {
  const api = await startApi({ start: '2026-09-01' });
  try {
    const stage = { context: api.context, moveTo: () => undefined };
    await playInstitutions(stage, '2026-09-01');
    await playSites(stage);
    for (let again = 0; again < 2; again++) {
      await playReform(stage, '2026-09-01');
      await playRegisters(stage, '2026-09-01');
    }
    await api.run();
    const city = await api.staff('shi');
    const seen: Record<string, number> = {};
    for (const shelf of ['/care-reform', '/care-site-registers', '/care-industry']) {
      const { registers } = await city.get(`/api/registers?shelf=${encodeURIComponent(shelf)}`);
      for (const { key } of registers) {
        const { rows } = await city.get(`/api/registers/${key}`);
        seen[key] = rows.length;
        for (const { id } of rows) {
          const card = await city.get(`/api/registers/${key}/${id}`);
          expect(card.shelf).toBe(shelf);
          expect(card.title).not.toContain('undefined');
          expect(JSON.stringify(card.facts)).not.toContain('undefined');
          expect(card.steps.length).toBeGreaterThan(0);
        }
        expect((await api.visitor().call('GET', `/open/${key}`)).status).toBeLessThan(500);
      }
    }
    const without = Object.keys(seen).filter((key) => seen[key] === 0);
    // 规划落实故意空着，在建的那一处才标黄
    expect(without).toEqual(['care-plan-inclusion']);
    expect(seen['care-resolution']).toBe(2);
  } finally {
    await api.stop();
  }
});
