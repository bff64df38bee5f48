/** The whole platform behind `app.inject`, on a fresh database: every test of the chain speaks to it as a browser would. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { desksOf } from '../src/domains/social-assistance/demonstration/path.ts';
import { registerStories } from '../src/domains/social-assistance/demonstration/register.ts';
import { filled, type Story } from '../src/domains/social-assistance/demonstration/story.ts';
import { firstDayOf, monthAfter, plusDays } from '../src/kernel/calendar/index.ts';
import type { Platform } from '../src/kernel/http/server.ts';
import { developmentAdapters } from '../src/kernel/notice/server.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import type { CaseView } from '../src/kernel/service/index.ts';
import { buildServer } from '../src/server/http.ts';
import { startJobs } from '../src/server/jobs.ts';
import { loadPack } from '../src/server/open.ts';
import { allRoutes } from '../src/server/routes.ts';
import { seedAccounts } from '../src/server/seed.ts';
import { freshContext } from './database.ts';

/** A grey JPEG of one pixel: enough for the type to be found. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape, judged by the test's own expectations
type Json = any;

export interface Answer {
  status: number;
  body: Json;
}

let requests = 0;
export const requestId = (): string => `test-request-${++requests}`;

/** One browser: its session cookie, and the header that our own pages send. */
export class Browser {
  readonly app: FastifyInstance;
  cookie = '';
  /** Each browser has an address of its own, as limits are counted by address. */
  readonly address = `10.1.${Math.floor(requests / 250) % 250}.${(requests++ % 250) + 1}`;

  constructor(app: FastifyInstance) {
    this.app = app;
  }

  async call(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = { 'x-minzheng': '1' },
  ): Promise<Answer & { raw: Buffer; headers: Record<string, unknown> }> {
    const answer = await this.app.inject({
      method,
      url,
      remoteAddress: this.address,
      headers: { ...headers, ...(this.cookie ? { cookie: this.cookie } : {}) },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const session = answer.cookies.find((c) => c.name === 'mz_session');
    if (session) this.cookie = session.value ? `mz_session=${session.value}` : '';
    const json = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      body: json ? answer.json() : answer.body,
      raw: answer.rawPayload,
      headers: answer.headers as Record<string, unknown>,
    };
  }
  /** Must succeed. */
  async get(url: string): Promise<Json> {
    const { status, body } = await this.call('GET', url);
    expect(status, `GET ${url}: ${JSON.stringify(body)}`).toBe(200);
    return body;
  }
  async post(url: string, body: unknown = {}): Promise<Json> {
    const answer = await this.call('POST', url, body);
    expect(answer.status, `POST ${url}: ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body;
  }
  /** Must be refused; gives the refusal. */
  async refused(
    url: string,
    body: unknown = {},
  ): Promise<{ status: number; code: string; message: string; fields: { path: string; message: string }[] }> {
    const answer = await this.call('POST', url, body);
    expect(answer.status, `POST ${url} should be refused: ${JSON.stringify(answer.body)}`).toBeGreaterThanOrEqual(400);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
    return { status: answer.status, ...answer.body.error };
  }

  async upload(paper: string, content: Buffer = JPEG, name = 'photo.jpg'): Promise<string> {
    const { status, body } = await this.send(paper, content, name);
    expect(status, JSON.stringify(body)).toBe(200);
    return body.id;
  }
  send(paper: string, content: Buffer, name: string): Promise<Answer> {
    return this.sendFile('/api/files', ['paper', paper], content, name);
  }
  /** A file with one field before it, as our own pages send it. */
  sendFile(url: string, field: readonly [string, string], content: Buffer, name: string): Promise<Answer> {
    return this.#multipart(url, { fields: [field], content, name }, { 'x-minzheng': '1' });
  }
  /** A page's form without scripts, with a file after its fields. */
  sendForm(url: string, fields: Readonly<Record<string, string>>, content: Buffer, name: string): Promise<Answer> {
    const own = { origin: 'http://city.test', host: 'city.test' };
    return this.#multipart(url, { fields: Object.entries(fields), content, name }, own);
  }
  #multipart(
    url: string,
    given: { fields: readonly (readonly [string, string])[]; content: Buffer; name: string },
    headers: Record<string, string>,
  ): Promise<Answer> {
    const boundary = '----minzheng-test';
    const part = (head: string, value: Buffer) =>
      Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), value, Buffer.from('\r\n')]);
    const payload = Buffer.concat([
      ...given.fields.map(([name, value]) => part(`content-disposition: form-data; name="${name}"`, Buffer.from(value))),
      part(`content-disposition: form-data; name="file"; filename="${given.name}"\r\ncontent-type: image/jpeg`, given.content),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
    return this.call('POST', url, payload, { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` });
  }

  case(id: string): Promise<CaseView & { sections: Json }> {
    return this.get(`/api/cases/${id}`);
  }
  /** Does one step on a case as it stands now. */
  async act(id: string, action: string, input: Record<string, unknown> = {}): Promise<{ version: number; state: string }> {
    const { version } = await this.case(id);
    return this.post(`/api/cases/${id}/actions`, { action, version, requestId: requestId(), input });
  }
  async actRefused(id: string, action: string, input: Record<string, unknown> = {}) {
    const { version } = await this.case(id);
    return this.refused(`/api/cases/${id}/actions`, { action, version, requestId: requestId(), input });
  }
}

export async function startApi(options: { start?: PlainDate; city?: string } = {}) {
  const start = options.start ?? '2026-03-02';
  const fresh = await freshContext(options.city ? { start, city: options.city } : { start, named: true });
  const { context, clock, city } = fresh;
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mz-api-'));
  const filesDir = path.join(dataDir, 'files');
  const errors: unknown[] = [];
  const jobs = startJobs(context, {
    dataDir,
    filesDir,
    adapters: developmentAdapters,
    onError: (error) => errors.push(error),
  });
  const platform: Platform = {
    mode: 'demonstration',
    publicUrl: 'http://localhost:8080',
    city: {
      code: city.city.code,
      name: city.city.name,
      telephone: city.city.phone,
      box: city.city.box ?? null,
      signLanguage: city.signLanguage,
    },
    context,
    clock: { now: clock.now, today: clock.today, moveTo: async (instant) => clock.set(instant) },
    filesDir,
    sms: developmentAdapters.sms,
    runDueJobs: async () => {
      await jobs.runDue();
    },
  };
  await loadPack(platform, city);
  await seedAccounts(platform);
  const app = await buildServer(platform, allRoutes);
  const staff = async (login: string): Promise<Browser> => {
    const browser = new Browser(app);
    await browser.post('/api/demo/sign-in', { login });
    return browser;
  };
  /** The person of a story who holds the phone: the agent where there is one. */
  const resident = async (story: Story): Promise<Browser> => {
    const browser = new Browser(app);
    const holder = story.persons.find((p) => p.ref === 'agent') ?? story.persons[0]!;
    const { demoCode } = await browser.post('/api/resident/code', { idNumber: holder.idNumber });
    await browser.post('/api/resident/sign-in', { idNumber: holder.idNumber, code: demoCode });
    return browser;
  };
  const run = () => platform.runDueJobs();
  /**
   * To 9:00 of a day, with everything that falls due on the way. The server is up once in `every` days, on the first of each month, on the day before and on the day
   * itself, and catches up, as after a power cut: a single day costs as much as a page of requests. `every: 1` where each day on the way is looked at.
   */
  const moveTo = async (day: PlainDate, { every = 7 } = {}): Promise<void> => {
    while (clock.today() < day) {
      const today = clock.today();
      const stops = [plusDays(today, every), firstDayOf(monthAfter(today)), plusDays(day, -1), day];
      const next = stops.filter((stop) => today < stop && stop <= day).toSorted()[0]!;
      clock.set(`${next}T01:00:00.000Z`);
      await run();
    }
  };
  /** To 9:00 of a day at once: what fell due on the way is done on arrival. */
  const jumpTo = async (day: PlainDate): Promise<void> => {
    clock.set(`${day}T01:00:00.000Z`);
    await run();
  };
  const apply = async (story: Story, browser: Browser, itemId = 'SA-01'): Promise<string> => {
    const signatures: Record<string, string> = {};
    for (const signer of story.form.signers) signatures[signer] = await browser.upload('consent');
    const opened = await browser.post('/api/cases', {
      itemId,
      channel: story.persons.some((p) => p.ref === 'agent') ? 'proxy' : 'mobile',
      form: filled(story, signatures),
      requestId: requestId(),
    });
    return opened.id;
  };
  return {
    ...fresh,
    app,
    platform,
    dataDir,
    filesDir,
    errors,
    staff,
    resident,
    run,
    moveTo,
    jumpTo,
    apply,
    register: (...which: Story[]) => registerStories(context, which),
    visitor: () => new Browser(app),
    async stop() {
      await app.close();
      await fresh.drop();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Api = Awaited<ReturnType<typeof startApi>>;

export const visitInput = async (by: Browser, story: Story, on: PlainDate) => ({
  on,
  surveyors: [{ name: '李建国' }, { name: '陈秀兰' }],
  respondent: story.form.applicant.name,
  living: 'consistent',
  findings: '住房一般，家里陈设简单，邻里反映属实。',
  photos: [await by.upload('visit-photo')],
  signature: await by.upload('visit-signature'),
});

const stages = [
  'submitted',
  'accepted',
  'toCheck',
  'checking',
  'surveying',
  'reviewing',
  'toPost',
  'onNotice',
  'toFile',
  'confirming',
  'decided',
] as const;

/** Carries a story (or a case that is open already) along the usual way through the API until a state; differences found on the way are 属实调整. Stays on the day, but for the notice. */
export async function carry(
  api: Api,
  story: Story,
  until: (typeof stages)[number],
  how: { itemId?: string } | { id: string; from: (typeof stages)[number] } = {},
): Promise<string> {
  const desk = desksOf(story);
  const [clerk, leader, checker, confirmer] = await Promise.all(
    [desk.clerk, desk.leader, desk.checker, desk.confirmer].map(api.staff),
  );
  const open = 'id' in how ? how : null;
  const id = open?.id ?? (await api.apply(story, await api.resident(story), 'itemId' in how ? how.itemId : undefined));
  const today = () => api.clock.today();
  const steps: Partial<Record<(typeof stages)[number], () => Promise<unknown>>> = {
    accepted: () => clerk!.act(id, 'accept'),
    toCheck: () => clerk!.act(id, 'startSurvey'),
    checking: () => checker!.act(id, 'startCheck').then(api.run),
    surveying: () => checker!.act(id, 'issueReport'),
    reviewing: async () => {
      for (const d of (await clerk!.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy')?.fields[0]?.choices ??
        [])
        await clerk!.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '家属承认，属实' });
      await clerk!.act(id, 'recordVisit', await visitInput(clerk!, story, today()));
      await clerk!.act(id, 'submitForReview', { opinion: '情况属实，请审核。' });
    },
    toPost: () => leader!.act(id, 'giveOpinion', { opinion: '按核算结果提出意见。' }),
    onNotice: () => clerk!.act(id, 'postNotice', { place: '村公示栏' }),
    toFile: () => api.moveTo(plusDays(today(), 8)),
    confirming: () => clerk!.act(id, 'fileToCounty'),
    decided: () =>
      story.expect?.recognised
        ? confirmer!.act(id, 'recognise', { opinion: '同意认定。' })
        : story.expect?.outcome === 'eligible'
          ? confirmer!.act(id, 'confirm', { opinion: '同意确认。' })
          : confirmer!.act(id, 'refuse', { opinion: '不予确认。' }),
  };
  for (const stage of stages.slice(open ? stages.indexOf(open.from) : 0, stages.indexOf(until) + 1)) {
    if ((stage === 'onNotice' || stage === 'toFile') && ['toFile', 'confirmingHere'].includes((await clerk!.case(id)).state))
      continue;
    await steps[stage]?.();
  }
  return id;
}
