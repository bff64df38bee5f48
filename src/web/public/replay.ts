/** 重算一次抽取: in the reader's own browser, from nothing but the published numbers, by the same source as the draw itself. */
import {
  type DrawInput,
  type Drawn,
  drawObjects,
  drawPairs,
  objectMessages,
  pairMessages,
  poolText,
  seedText,
} from '../../kernel/inspection/index.ts';

interface Published {
  input: DrawInput;
  promise: string;
  secret: string;
  beacon: string;
  seed: string;
  objectHash: string;
  inspectorHash: string;
  result: Drawn;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const hexOf = (buffer: ArrayBuffer): string =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const sha256 = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', bytesOf(text));

/** Hashes all messages, then answers for them. */
async function lots(key: CryptoKey, messages: readonly string[]): Promise<(message: string) => string> {
  const known = new Map(
    await Promise.all(
      messages.map(
        async (message): Promise<[string, string]> => [message, hexOf(await crypto.subtle.sign('HMAC', key, bytesOf(message)))],
      ),
    ),
  );
  return (message) => known.get(message)!;
}

async function replay({
  input,
  secret,
  beacon,
}: Published): Promise<{ promise: string; seed: string; pool: string; inspectors: string; drawn: Drawn }> {
  const seed = await sha256(seedText(secret, beacon));
  const key = await crypto.subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const strata = drawObjects(input, await lots(key, objectMessages(input)));
  const pairs = drawPairs(input, strata, await lots(key, pairMessages(input, strata)));
  return {
    promise: hexOf(await sha256(secret)),
    seed: hexOf(seed),
    pool: hexOf(await sha256(poolText(input.objects.map(({ id }) => id)))),
    inspectors: hexOf(await sha256(poolText(input.inspectors.map(({ id, certNo }) => `${id} ${certNo}`)))),
    drawn: { strata, ...pairs },
  };
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
/** The order of keys says nothing. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

function show(
  place: HTMLElement,
  lines: readonly { zh: string; ok: boolean }[],
  drawn: Drawn,
  nameOf: (id: string) => string,
): void {
  const all = lines.every(({ ok }) => ok);
  const head = document.createElement('p');
  head.className = 'say';
  head.setAttribute('role', 'status');
  head.textContent = all ? '重算完了：和公布的一模一样。' : '重算完了：有对不上的，请拨打监督电话。';
  const list = document.createElement('ul');
  list.className = 'plain';
  for (const { zh, ok } of lines) {
    const item = document.createElement('li');
    item.textContent = `${ok ? '✓' : '✗'} ${zh}${ok ? '' : '：对不上'}`;
    list.append(item);
  }
  const found = document.createElement('p');
  found.textContent = `您的浏览器算出来的：${drawn.pairs.map(({ objectId, lead, second }) => `${nameOf(objectId)}（${nameOf(lead)}、${nameOf(second)}）`).join('；') || '凑不齐执法人员，没有生成'}。`;
  place.replaceChildren(head, list, found);
}

async function begin(place: HTMLElement): Promise<void> {
  const published = JSON.parse(place.dataset.draw!) as Published;
  if (!window.crypto?.subtle) {
    const line = document.createElement('p');
    line.textContent = '这个网址没有加密，浏览器不让在这里算；请用https打开，或者照页末的办法用别的工具算。';
    place.append(line);
    return;
  }
  const names = new Map([...published.input.objects, ...published.input.inspectors].map(({ id, name }) => [id, name]));
  const again = await replay(published);
  show(
    place,
    [
      { zh: '名录没有换过（哈希一致）', ok: again.pool === published.objectHash && again.inspectors === published.inspectorHash },
      { zh: '密值就是事先承诺的那个', ok: again.promise === published.promise },
      { zh: '种子由密值和公开随机数得出', ok: again.seed === published.seed },
      { zh: '抽中的机构和次序', ok: same(again.drawn.strata, published.result.strata) },
      {
        zh: '每家的执法人员',
        ok: same([again.drawn.pairs, again.drawn.shortFor], [published.result.pairs, published.result.shortFor]),
      },
    ],
    again.drawn,
    (id) => names.get(id) ?? id,
  );
}

const place = document.getElementById('replay');
if (place) void begin(place);
