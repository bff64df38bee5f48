/** Who sends: one of every duty, a resident, nobody; and the records that they have, so that an address leads somewhere. */
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import type { Story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Browser, carry, requestId, startApi } from '../api.ts';

const MACHINE =
  /relation "|column "|violates|syntax error|invalid input|duplicate key|node_modules|Error:|\bat \S+ \(|\.ts:\d|select .* from |undefined|\[object Object\]/i;
export const CHINESE = /[一-鿿]/;

interface Sent {
  method: string;
  url: string;
  body?: unknown;
  as: string;
}
const shown = (sent: Sent): string => JSON.stringify(sent).slice(0, 600);

/** An answer of ours, whatever was asked. */
function judgeFor(
  people: readonly Story[],
  sent: Sent,
  answer: Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body'>,
): void {
  const { statusCode, body } = answer;
  expect.soft(statusCode, `${shown(sent)} → ${body.slice(0, 300)}`).toBeLessThan(500);
  const type = String(answer.headers['content-type'] ?? '');
  if (type.includes('html')) {
    expect(body, shown(sent)).not.toContain('<script>alert(1)');
    expect(body, shown(sent)).not.toContain('<img src=x');
    return;
  }
  if (statusCode < 400) return;
  expect(type, shown(sent)).toContain('application/json');
  const { error } = JSON.parse(body) as {
    error: { code: string; message: string; next: string | null; fields?: { path: string; message: string }[] };
  };
  expect(error.code, shown(sent)).toMatch(/^[A-Z][A-Z0-9_]+$/);
  expect(error.message, shown(sent)).toMatch(CHINESE);
  for (const field of error.fields ?? []) expect(field.message, shown(sent)).toMatch(CHINESE);
  const said = [error.message, error.next ?? '', ...(error.fields ?? []).map((f) => f.message)].join('\n');
  expect(said, shown(sent)).not.toMatch(MACHINE);
  const asked = JSON.stringify(sent);
  for (const story of people)
    for (const { idNumber, phone } of story.persons)
      for (const secret of [idNumber, phone]) if (!asked.includes(secret)) expect(body, shown(sent)).not.toContain(secret);
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export async function gatherCrowd() {
  const api = await startApi({ start: '2026-03-02' });
  const people = [storyOf('fresh'), storyOf('returned'), storyOf('one-yuan')];
  await api.register(...people);
  const logins = new Map<string, Browser>();
  /** Real records, by the collection in their address. */
  const known: Record<string, string[]> = {};
  for (const login of [
    'cun',
    'xiang',
    'xianghe',
    'hedui',
    'xian',
    'queren',
    'caiwu',
    'fuhe',
    'caizheng',
    'shi',
    'shiling',
    'shenji',
    'xitong',
    'anquan',
  ])
    logins.set(login, await api.staff(login));
  logins.set('resident', await api.resident(people[0]!));
  const cases = [await carry(api, people[0]!, 'surveying'), await carry(api, people[1]!, 'decided')];
  // Whose duties may end and who may be given others, without taking away who asks.
  await logins.get('xitong')!.post('/api/users', {
    login: 'fuzz',
    name: '测试',
    division: '421202000000',
    post: 'county-clerk',
  });
  const { rows } = await api.owner.query<{ kind: string; id: string }>(`
    select 'persons' as kind, id from person union all select 'notices', id from public_notice union all select 'documents', id from issued_document
    union all select 'files', id from stored_file
    union all select 'users', id from staff_user where login = 'fuzz' union all select 'duties', d.id from duty d join staff_user u on u.id = d.user_id where u.login = 'fuzz'`);
  for (const { kind, id } of rows) known[kind] = [...(known[kind] ?? []), id];
  known.cases = cases;
  const draft = await logins.get('resident')!.post('/api/drafts', { itemId: 'SA-01', title: '低保申请', content: {} });
  known.drafts = [draft.id];
  await api.moveTo('2026-03-20');
  const batch = await logins
    .get('caiwu')!
    .post('/api/batches', { programme: 'dibao', county: '421202000000', month: '2026-04', requestId: requestId() });
  known.batches = [batch.id];

  let turns = 0;
  /** Sends what no browser would; every request from an address of its own, as limits are counted by address. */
  const send = async (
    as: string,
    method: Method,
    url: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> => {
    const cookie = logins.get(as)?.cookie;
    turns++;
    return api.app.inject({
      method,
      url,
      remoteAddress: `10.${2 + (turns >> 16)}.${(turns >> 8) & 255}.${turns & 255}`,
      headers: {
        'x-minzheng': '1',
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
  };

  const judge = (sent: Sent, answer: Parameters<typeof judgeFor>[2]): void => judgeFor(people, sent, answer);
  return { api, people, logins, known, send, judge };
}
