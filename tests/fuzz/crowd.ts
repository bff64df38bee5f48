/** Who sends: one of every duty, a resident, nobody; and the records that they have, so that an address leads somewhere. */
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
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

/** What is wrong with an answer; nothing, if it is one of ours, whatever was asked. */
function wrongWith(
  secrets: readonly string[],
  sent: Sent,
  { statusCode, headers, body }: Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body'>,
): string[] {
  const type = String(headers['content-type'] ?? '');
  if (type.includes('html')) return ['<script>alert(1)', '<img src=x'].filter((bad) => body.includes(bad));
  if (statusCode < 400) return [];
  if (!type.includes('application/json')) return [`is of type ${type}`];
  const { error } = JSON.parse(body) as {
    error: { code: string; message: string; next: string | null; fields?: { path: string; message: string }[] };
  };
  const messages = [error.message, ...(error.fields ?? []).map((f) => f.message)];
  const said = [...messages, error.next ?? ''].join('\n');
  const wrong: string[] = [];
  if (!/^[A-Z][A-Z0-9_]+$/.test(error.code)) wrong.push(`has the code ${error.code}`);
  if (!messages.every((message) => CHINESE.test(message))) wrong.push(`is not in Chinese: ${said}`);
  if (MACHINE.test(said)) wrong.push(`speaks of the machine: ${said}`);
  const known = secrets.filter((secret) => body.includes(secret));
  if (known.length > 0) {
    const asked = JSON.stringify(sent);
    wrong.push(...known.filter((secret) => !asked.includes(secret)).map((secret) => `tells ${secret}`));
  }
  return wrong;
}

/** A hundred thousand answers are judged: what was sent is written out for those that are wrong only. */
function judgeFor(secrets: readonly string[], sent: Sent, answer: Parameters<typeof wrongWith>[2]): void {
  if (answer.statusCode >= 500) expect.soft(answer.statusCode, `${shown(sent)} → ${answer.body.slice(0, 300)}`).toBeLessThan(500);
  const wrong = wrongWith(secrets, sent, answer);
  if (wrong.length > 0) expect(wrong, shown(sent)).toEqual([]);
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

  const secrets = people.flatMap(({ persons }) => persons.flatMap(({ idNumber, phone }) => [idNumber, phone]));
  const judge = (sent: Sent, answer: Parameters<typeof judgeFor>[2]): void => judgeFor(secrets, sent, answer);
  return { api, people, logins, known, send, judge };
}
