/** 手语讲解: a video of the city pack stands on the guide page of its item and is served in parts, as a phone asks for it. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './api.ts';

let api: Api;
let pack = '';
beforeAll(async () => {
  pack = mkdtempSync(join(tmpdir(), 'city-'));
  cpSync('cities/tiny', pack, { recursive: true });
  mkdirSync(join(pack, 'sign-language'));
  writeFileSync(join(pack, 'sign-language', 'SA-01.mp4'), 'abcdefghij');
  api = await startApi({ city: pack });
});
afterAll(async () => {
  await api?.stop();
  rmSync(pack, { recursive: true });
});

test('有视频的事项，指南上能看；没有的没有；视频分段取得到，文件夹外面的取不到', async () => {
  const visitor = api.visitor();
  const page = async (item: string) => (await visitor.call('GET', `/services/${item}`)).body;
  expect(await page('SA-01')).toContain('<source src="/sign-language/SA-01.mp4" type="video/mp4">');
  expect(await page('SA-02')).not.toContain('<video');
  const part = await visitor.call('GET', '/sign-language/SA-01.mp4', undefined, { range: 'bytes=2-4' });
  expect([part.status, part.raw.toString()]).toEqual([206, 'cde']);
  expect(part.headers['content-type']).toBe('video/mp4');
  for (const path of ['/sign-language/SA-02.mp4', '/sign-language/..%2fcity.json', '/sign-language/'])
    expect((await visitor.call('GET', path)).status).toBeGreaterThanOrEqual(400);
});
