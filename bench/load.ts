/** The load: requests written beforehand, sent over keep-alive connections; each connection asks again as soon as it is answered. */
import net from 'node:net';
import { answer } from './child.ts';
import { quantile, round } from './measure.ts';

export interface LoadPlan {
  port: number;
  connections: number;
  seconds: number;
  /** Whole HTTP/1.1 requests; sent in order, then from the first again. */
  requests: readonly string[];
  /** Send every request once at most, and end when all are sent: for writes that cannot be repeated. */
  once?: boolean;
}

export interface LoadFigures {
  /** Answers with status 200. */
  answered: number;
  perSecond: number;
  /** Milliseconds of a whole request. */
  p50: number;
  p95: number;
  max: number;
  refused: number;
  /** Every request was sent before the time was over. */
  exhausted: boolean;
  /** The first answer that was not 200, to be shown. */
  refusal: string | null;
  cpuSeconds: number;
}

/** A request as it goes over the wire. */
export function rawRequest(
  method: 'GET' | 'POST',
  url: string,
  given: { cookie?: string; address?: string; body?: unknown },
): string {
  const body = given.body === undefined ? '' : JSON.stringify(given.body);
  const head = [
    `${method} ${url} HTTP/1.1`,
    'host: localhost',
    'accept: application/json',
    'x-minzheng: 1',
    ...(given.cookie ? [`cookie: mz_session=${given.cookie}`] : []),
    ...(given.address ? [`x-forwarded-for: ${given.address}`] : []),
    ...(body ? ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`] : []),
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** One answer after the other; ours always state their length. */
function connection(port: number): Promise<{ ask(request: string): Promise<string>; close(): void }> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    let text = '';
    let settle: { resolve(answer: string): void; reject(error: Error): void } | null = null;
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      text += part;
      const head = text.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      const whole = text;
      text = '';
      settle?.resolve(whole);
    });
    socket.on('error', (error) => {
      settle?.reject(error);
      reject(error);
    });
    socket.on('close', () => settle?.reject(new Error('the server closed the connection')));
    socket.once('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((done, failed) => {
            settle = { resolve: done, reject: failed };
            socket.write(request);
          }),
        close() {
          settle = null;
          socket.destroy();
        },
      }),
    );
  });
}

export async function runLoad(plan: LoadPlan): Promise<LoadFigures> {
  const connections = await Promise.all(Array.from({ length: plan.connections }, () => connection(plan.port)));
  const times: number[] = [];
  const before = process.cpuUsage();
  let [next, refused] = [0, 0];
  let refusal: string | null = null;
  const started = performance.now();
  const until = started + plan.seconds * 1000;
  await Promise.all(
    connections.map(async ({ ask }) => {
      for (;;) {
        const begun = performance.now();
        if (begun >= until) return;
        if (plan.once && next >= plan.requests.length) return;
        const got = await ask(plan.requests[next++ % plan.requests.length]!);
        if (got.startsWith('HTTP/1.1 200')) times.push(performance.now() - begun);
        else {
          refused++;
          refusal ??= Buffer.from(got, 'latin1').toString('utf8').slice(0, 2000);
        }
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(before);
  for (const { close } of connections) close();
  times.sort((a, b) => a - b);
  return {
    answered: times.length,
    perSecond: round(times.length / seconds, 1),
    p50: round(quantile(times, 0.5)),
    p95: round(quantile(times, 0.95)),
    max: round(quantile(times, 1)),
    refused,
    exhausted: plan.once === true && next >= plan.requests.length,
    refusal,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

if (process.send) answer({ run: runLoad });
