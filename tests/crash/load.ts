/** Several people at work over HTTP who never give up: what is not answered is sent again, with the same request id. */
import { setTimeout as sleep } from 'node:timers/promises';

/** One order of somebody, and how it ended: the answer that confirmed it. */
export interface Order {
  readonly login: string;
  readonly url: string;
  readonly body: { readonly requestId: string; readonly action?: string };
  attempts: number;
  answer: { id?: string; state?: string };
}

const CHECK = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** An identity number that no other test person has: one birthday a person. */
export function idNumberOf(n: number): string {
  const body = `421202${1950 + (n % 40)}${String(1 + (Math.floor(n / 40) % 12)).padStart(2, '0')}${String(1 + (Math.floor(n / 480) % 28)).padStart(2, '0')}777`;
  return body + '10X98765432'[CHECK.reduce((sum, weight, i) => sum + weight * Number(body[i]), 0) % 11];
}

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** Uploads of one address are limited by the minute. */
const PACE_MS = 500;

type Json = Record<string, unknown>;

export class Office {
  readonly base: string;
  /** Every order that was confirmed. */
  readonly confirmed: Order[] = [];
  /** What was refused and should not have been. */
  readonly refused: string[] = [];
  /** Cases that wait for something else than a decision. */
  readonly left: ReadonlySet<string>;
  /** No new work once set; what has begun is brought to its end. */
  closing = false;
  #cookies = new Map<string, string>();
  #orders = 0;
  #sending = 0;

  constructor(base: string, left: readonly string[]) {
    this.base = base;
    this.left = new Set(left);
  }

  /** Comes back while at least two orders are on their way: the moment to crash. */
  async inTheMiddle(): Promise<void> {
    // Bounded: while the server is coming back, everybody may be waiting to be let in.
    for (const until = Date.now() + 5_000; this.#sending < 2 && Date.now() < until; ) await sleep(1);
  }

  /** Comes back once so many applications are confirmed: a busy machine needs longer, and that is no fault. */
  async opened(count: number): Promise<void> {
    const confirmed = () => this.confirmed.filter((o) => o.url === '/api/cases').length;
    for (const until = Date.now() + 60_000; confirmed() < count && Date.now() < until; ) await sleep(20);
  }

  async signIn(...logins: string[]): Promise<void> {
    for (const login of logins) {
      const answer = await fetch(`${this.base}/api/demo/sign-in`, {
        method: 'POST',
        headers: { 'x-minzheng': '1', 'content-type': 'application/json' },
        body: JSON.stringify({ login }),
      });
      this.#cookies.set(login, answer.headers.get('set-cookie')!.split(';')[0]!);
    }
  }

  /** Until there is an answer that means something: no connection, 503 and 429 (too often asked while it was gone) mean the machine, not the order. */
  async #persist(
    login: string,
    method: string,
    url: string,
    body: string | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: Json; attempts: number }> {
    for (let attempts = 1; ; attempts++) {
      try {
        const answer = await fetch(this.base + url, {
          method,
          headers: { 'x-minzheng': '1', cookie: this.#cookies.get(login)!, ...headers },
          ...(body ? { body } : {}),
          signal: AbortSignal.timeout(10_000),
        });
        const json = (await answer.json()) as Json;
        if (answer.status !== 503 && answer.status !== 429) return { status: answer.status, body: json, attempts };
        // Asked too often while it was gone: as long as the answer says, else the tries run out before the minute does.
        if (answer.status === 429) await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1));
      } catch {
        // The server is gone for the moment; whether the order was done is not known.
      }
      if (attempts > 400) throw new Error(`no answer to ${method} ${url}`);
      await sleep(100);
    }
  }

  async get(login: string, url: string): Promise<Json> {
    return (await this.#persist(login, 'GET', url, undefined, {})).body;
  }

  async order(login: string, url: string, body: Json): Promise<Order['answer'] | null> {
    const order = { login, url, body: { ...body, requestId: `crash-${process.pid}-${++this.#orders}` } };
    this.#sending++;
    const {
      status,
      body: answer,
      attempts,
    } = await this.#persist(login, 'POST', url, JSON.stringify(order.body), { 'content-type': 'application/json' });
    this.#sending--;
    if (status === 200) this.confirmed.push({ ...order, attempts, answer });
    else
      this.refused.push(
        `${login} ${url} ${JSON.stringify(body).slice(0, 200)} → ${status} ${JSON.stringify(answer)} (${attempts} attempts)`,
      );
    return status === 200 ? answer : null;
  }

  /** One step on a case or a batch as it stands. */
  async act(login: string, record: string, action: string, input: Json = {}): Promise<Order['answer'] | null> {
    const { version } = await this.get(login, record);
    return this.order(login, `${record}/actions`, { action, version, input });
  }

  async upload(login: string): Promise<string> {
    const form = new FormData();
    form.append('paper', 'consent');
    form.append('file', new Blob([PICTURE], { type: 'image/png' }), 'a.png');
    return String((await this.#persist(login, 'POST', '/api/files', form, {})).body.id);
  }

  /** Applications from new families, each carried until the departments are asked. */
  async receive(from: number): Promise<void> {
    for (let n = from; !this.closing; n += 10) {
      await sleep(PACE_MS);
      const idNumber = idNumberOf(n);
      const form = {
        applicant: {
          name: `测试${'甲乙丙丁戊己庚辛壬癸'[n % 10]}`,
          idNumber,
          phone: '13800001111',
          division: '421202100001',
          address: '3组12号',
          urbanRural: 'rural',
          employment: 'unemployed',
          workCapacity: 'none',
        },
        account: { bank: '咸宁农商行', number: '6217000000001234567', holder: `测试${'甲乙丙丁戊己庚辛壬癸'[n % 10]}` },
        consents: [{ member: 'self', signature: await this.upload('cun') }],
        promise: true,
      };
      const opened = await this.order('cun', '/api/cases', { itemId: 'SA-01', channel: 'proxy', form });
      if (!opened) return;
      const record = `/api/cases/${opened.id}`;
      await this.act('xiang', record, 'accept');
      await this.act('xiang', record, 'startSurvey');
      await this.act('hedui', record, 'startCheck');
    }
  }

  /** The opinion, the filing and the decision that wait on desks, with pauses, so that a crash finds one under way. */
  async decide(pauseMs: number): Promise<void> {
    for (const [login, state, action, input] of [
      ['xianghe', 'reviewing', 'giveOpinion', { opinion: '经核算符合条件，拟予确认。' }],
      ['queren', 'confirming', 'confirm', { opinion: '同意确认。' }],
      ['xiang', 'toFile', 'fileToCounty', {}],
    ] as const) {
      const { rows } = (await this.get(login, '/api/cases?view=mine&itemId=SA-01')) as { rows: { id: string; state: string }[] };
      for (const { id } of rows.filter((row) => row.state === state && !this.left.has(row.id))) {
        await sleep(pauseMs);
        await this.act(login, `/api/cases/${id}`, action, input);
      }
    }
  }

  /** The month's batch, from the townships' confirmation to the reconciled account. */
  async pay(pauseMs: number): Promise<string> {
    const { rows } = (await this.get('caiwu', '/api/batches?month=2026-09')) as {
      rows: { id: string; sumFen: number; programme: string; state: string }[];
    };
    const listed = rows.find((row) => row.programme === 'dibao' && row.state === 'checking');
    if (!listed) throw new Error(`No 低保 list waits for the townships: ${JSON.stringify(rows)}`);
    const { id, sumFen } = listed;
    const record = `/api/batches/${id}`;
    for (const [login, action, input] of [
      ['xianghe', 'confirmTownship', {}],
      ['caiwu', 'submitReview', {}],
      ['fuhe', 'reviewCounty', {}],
      ['caizheng', 'approveTreasury', {}],
      ['caiwu', 'sendToBank', {}],
    ] as const) {
      await sleep(pauseMs);
      await this.act(login, record, action, input);
    }
    await sleep(pauseMs);
    await this.#persist('caiwu', 'POST', '/api/demo/bank', JSON.stringify({ batchId: id }), {
      'content-type': 'application/json',
    });
    await sleep(pauseMs);
    await this.act('caiwu', record, 'reconcile', { statedFen: sumFen });
    return id;
  }
}
