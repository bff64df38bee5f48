/** 地名库 over HTTP (divisions.md 3, 4.4, 9): found by what it is called now, was called before, and by pinyin; what it was called on a day. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, Browser, startApi } from './api.ts';

let api: Api;
let county: Browser;
let city: Browser;
let village: Browser;

beforeAll(async () => {
  api = await startApi({ start: '2026-09-01' });
  [county, city, village] = (await Promise.all(['xian', 'shi', 'cun'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const find = async (by: Browser, query: string) => (await by.get(`/api/place-names?${query}`)).rows;
const names = async (by: Browser, query: string): Promise<string[]> =>
  (await find(by, query)).map((row: { name: string }) => row.name);

describe('检索', () => {
  test('今名、旧名、全拼、首字母、名称中间的字，都找得到同一条', async () => {
    for (const text of ['赤壁市', '蒲圻', 'chibishi', 'cbs', '壁市'])
      expect(await names(city, `text=${text}`), text).toContain('赤壁市');
    expect((await find(city, 'text=蒲圻市'))[0]).toMatchObject({
      name: '赤壁市',
      formerNames: '蒲圻市',
      statusZh: '标准',
      spelling: 'Chibi Shi',
    });
  });

  test('没有这样的名称，一条也没有', async () => {
    expect(await find(city, 'text=曼哈顿')).toEqual([]);
  });

  test('按类别、按地区翻：一页五十条，接着翻不重不漏', async () => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { rows: { id: string }[]; next: string | null } = await city.get(
        `/api/place-names?category=committee&division=421202000000${next && `&cursor=${next}`}`,
      );
      seen.push(...page.rows.map(({ id }) => id));
      next = page.next;
    }
    // 咸安区66个社区、125个村（divisions.md 5.8）
    expect(seen).toHaveLength(191);
    expect(new Set(seen).size).toBe(191);
  });

  test('县里只看得到本县的；村里看得到本村的和全区的路', async () => {
    expect(await names(county, 'text=隽水大道')).toEqual([]);
    expect(await names(city, 'text=隽水大道')).toEqual(['隽水大道']);
    expect(await names(village, 'text=咸宁大道')).toEqual(['咸宁大道']);
    expect(await names(village, 'text=双泉社区')).toEqual([]);
  });
});

describe('地名卡片', () => {
  test('赤壁市1998年6月10日叫蒲圻市，6月11日起叫赤壁市', async () => {
    const [row] = await find(city, 'text=赤壁市');
    const called = async (on: string) => (await city.get(`/api/place-names/${row.id}?on=${on}`)).on.name;
    expect([await called('1998-06-10'), await called('1998-06-11'), await called('2026-09-01')]).toEqual([
      '蒲圻市',
      '赤壁市',
      '赤壁市',
    ]);
  });

  test('读音、来历、类别写得清楚；演示用的写明', async () => {
    const [row] = await find(county, 'text=长安大道');
    expect(await county.get(`/api/place-names/${row.id}`)).toMatchObject({
      reading: "Cháng'ān Dàdào",
      spelling: "Chang'an Dadao",
      categoryZh: '街路巷',
      widthMetres: 45,
      source: expect.stringContaining('演示'),
    });
  });

  test('城市资料再装一次，一条也不多', async () => {
    const { loadPack } = await import('../src/server/open.ts');
    const count = async () => (await api.owner.query('select count(*)::int as n from place_name')).rows[0].n;
    const before = await count();
    await loadPack(api.platform, api.city);
    expect(await count()).toBe(before);
  });
});

describe('门户（不用登录）', () => {
  const open = async (url: string) => new Browser(api.app).call('GET', url);

  test('查得到旧名，打开卡片，问某一天叫什么', async () => {
    const list = await open('/place-names?text=%E8%92%B2%E5%9C%BB');
    expect(list.status).toBe(200);
    expect(list.body).toContain('赤壁市');
    expect(list.body).toContain('曾用名：蒲圻市');
    const id = /\/place-names\/([0-9a-f-]{36})/.exec(list.body)![1];
    const card = await open(`/place-names/${id}?on=1990-01-01`);
    expect(card.body).toContain('1990年1月1日叫“蒲圻市”');
  });

  test('没有的地名、错的编号，说得明白', async () => {
    expect((await open('/place-names?text=%E6%9B%BC%E5%93%88%E9%A1%BF')).body).toContain('没有找到');
    expect((await open('/place-names/00000000-0000-7000-8000-000000000000')).status).toBe(404);
  });
});

describe('补录、保护、标志（PN-04、PN-05）', () => {
  const place = async (name: string) => {
    const row = (await find(county, `text=${name}`)).find((found: { name: string }) => found.name === name);
    return county.get(`/api/place-names/${row.id}`);
  };

  test('读音由县里更正：音节数不对的不收；改了以后拼写、检索都跟着改', async () => {
    const { id, version, whereabouts } = await place('书台街');
    const wrong = await county.refused(`/api/place-names/${id}/description`, { version, whereabouts, syllables: 'shū tái' });
    expect(wrong.fields).toEqual([{ path: 'syllables', message: '“书台街”有3个字，请写3个音节' }]);
    await county.post(`/api/place-names/${id}/description`, {
      version,
      whereabouts,
      syllables: 'shū tāi jiē',
      origin: '读书的石台',
    });
    expect(await place('书台街')).toMatchObject({ reading: 'Shūtāi Jiē', origin: '读书的石台' });
    expect(await names(county, 'text=shutaijie')).toContain('书台街');
  });

  test('两个人先后改同一条，后一个请他刷新', async () => {
    const { id } = await place('书台街');
    const stale = await county.refused(`/api/place-names/${id}/legacy`, { version: 1, legacyPlan: '保留不改' });
    expect(stale.code).toBe('BOUNDARY_STALE');
  });

  test('列入保护名录，名录里能单独看', async () => {
    const { id, version } = await place('文笔路');
    await county.post(`/api/place-names/${id}/protection`, { version, protectionClass: 'other', protectionPlan: '' });
    expect(await names(county, 'protected=yes')).toContain('文笔路');
    expect(await place('文笔路')).toMatchObject({ protectionZh: '其他历史地名' });
  });

  test('村里登记一块坏了的路牌，县里在“要修的地名标志”里看到；修好以后没有了；同一处不重复登记', async () => {
    const { id } = await place('汀泗桥社区');
    const photo = await village.upload('place-sign-photo');
    const sign = { kind: 'village', spot: '村口', state: 'damaged', photo, note: '牌子倒了' };
    await village.post(`/api/place-names/${id}/signs`, sign);
    const again = await village.refused(`/api/place-names/${id}/signs`, {
      ...sign,
      photo: await village.upload('place-sign-photo'),
    });
    expect(again.message).toContain('“村口”已经登记过这种标志');
    const [row] = (await county.get('/api/place-signs')).rows;
    expect(row).toMatchObject({ name: '汀泗桥社区', stateZh: '损坏', note: '牌子倒了' });
    await county.post(row.offers[0].to, {
      ...row.offers[0].fixed,
      state: 'good',
      photo: await county.upload('place-sign-photo'),
      note: '',
    });
    expect((await county.get('/api/place-signs')).rows).toEqual([]);
  });

  test('路牌报错不用登录：5个工作日内答复，凭码看结果，工单上写明是地名', async () => {
    const visitor = new Browser(api.app);
    const answer = await visitor.call(
      'POST',
      '/place-names/report',
      'requestId=sign-fault-0001&division=421202001000&place=%E6%B8%A9%E6%B3%89%E8%B7%AF%E5%8F%A3&text=%E6%8B%BC%E9%9F%B3%E5%86%99%E9%94%99%E4%BA%86',
      { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', host: 'localhost' },
    );
    expect(answer.status, String(answer.body)).toBe(200);
    // 9月1日收到，5个工作日：9月8日
    expect(answer.body).toContain('最迟2026年9月8日答复');
    const hotline = (await api.staff('rexian')) as Browser;
    expect((await hotline.get('/api/tickets')).rows).toMatchObject([{ categoryZh: '地名、路牌、门牌', state: 'registered' }]);
  });
});

describe('重名、同音', () => {
  test('全市同县同类的重名8组，是历史遗留；写明怎样处理以后看得到', async () => {
    const { equal } = await city.get('/api/place-names/duplicates');
    const committees = equal.filter((group: { categoryZh: string }) => group.categoryZh.includes('村民委员会'));
    // divisions.md 5.8
    expect(
      committees
        .map((group: { countyName: string; names: { name: string }[] }) => `${group.countyName} ${group.names[0]!.name}`)
        .sort(),
    ).toEqual(
      [
        '嘉鱼县 东湖村',
        '崇阳县 畈上村',
        '赤壁市 十八里畈村',
        ...['高坑', '港口', '湄港', '新屋', '山口'].map((core) => `通山县 ${core}村`),
      ].sort(),
    );
    expect(committees.every((group: { open: boolean }) => group.open)).toBe(true);
    const [first] = committees[0].names;
    const { version } = await city.get(`/api/place-names/${first.id}`);
    await city.post(`/api/place-names/${first.id}/legacy`, { version, legacyPlan: '群众反映大，明年更名' });
    const after = (await city.get('/api/place-names/duplicates')).equal.find(
      (group: { key: string }) => group.key === committees[0].key,
    );
    expect(after).toMatchObject({ open: false });
  });
});

describe('标准地址（PN-06）', () => {
  const address = { division: '421202001005', street: '桂花路', number: '12' };
  const add = (given: Record<string, unknown>) =>
    county.call('POST', '/api/standard-addresses', {
      ...given,
      requestId: `address-${JSON.stringify(given).length}-${Math.random().toString(36).slice(2)}`,
    });

  test('登记一条，按模板写出来；全角、写不写“号”是同一条，不重复登记', async () => {
    expect((await add(address)).body.printed).toBe('湖北省咸宁市咸安区温泉街道桂花路社区桂花路12号');
    expect((await add({ ...address, number: '１２号' })).body.error.message).toContain('“桂花路12号”已经登记过');
  });
  test('路名要是这里的标准名称', async () => {
    expect((await add({ ...address, street: '没有路' })).body.error.fields[0].message).toContain(
      '地名库里这里没有“没有路”这条路',
    );
  });
  test('核对只说有没有、标准写法，不说住的是谁', async () => {
    const ask = (number: string) =>
      new Browser(api.app).get(`/api/standard-addresses/check?${new URLSearchParams({ ...address, number })}`);
    expect(await ask('12号')).toEqual({ known: true, standard: '湖北省咸宁市咸安区温泉街道桂花路社区桂花路12号' });
    expect(await ask('13')).toEqual({ known: false, standard: '湖北省咸宁市咸安区温泉街道桂花路社区桂花路13号' });
  });
});

describe('照片和读音（D20）', () => {
  const MP3 = Buffer.concat([Buffer.from('ID3\x03\x00\x00\x00\x00\x00\x00', 'latin1'), Buffer.alloc(64)]);
  const placeId = async () => (await county.get(`/api/place-names?text=${encodeURIComponent('汀泗桥镇')}`)).rows[0].id;
  const page = async (id: string) => String((await new Browser(api.app).call('GET', `/place-names/${id}`)).body);

  test('声音只收在要录音的地方：当材料传不上去，照片也当不了录音', async () => {
    const sound = await county.sendFile('/api/files', ['paper', 'place-photo'], MP3, '读音.mp3');
    expect(sound.body.error.code).toBe('UPLOAD_UNFIT');
    const picture = await county.sendFile(
      '/api/files',
      ['paper', 'recording-place'],
      Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
      'a.jpg',
    );
    expect(picture.body.error.message).toBe('录音的格式或大小不符合要求（≤20MB）。');
  });

  test('县里加上照片和读音，不登录就看得到、听得到；撤下以后都没有了；别的县加不了', async () => {
    const id = await placeId();
    const send = (by: Browser, what: string, input: object) => by.call('POST', `/api/place-names/${id}/${what}`, input);
    // 照片里的位置和机型不公开
    const telling = Buffer.from('Exif\0\0 GPS 29.74,114.28 Redmi');
    const taken = [
      Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, telling.length + 2]),
      telling,
      Buffer.from([0xff, 0xda, 0, 2, 9, 0xff, 0xd9]),
    ];
    const photo = await county.upload('place-photo', Buffer.concat(taken));
    expect((await send(county, 'photos', { file: photo, caption: '汀泗桥古桥，2024年' })).status).toBe(200);
    const sound = await county.upload('recording-place', MP3, '读音.mp3');
    expect((await send(county, 'recordings', { file: sound, caption: '本地方言念“汀泗桥”' })).status).toBe(200);
    const text = await page(id);
    const [first, second] = [...text.matchAll(/src="(\/place-media\/[^"]+)"/g)].map((m) => m[1]!);
    expect(text).toContain('汀泗桥古桥，2024年');
    const shown = await api.app.inject({ method: 'GET', url: first! });
    expect(shown.rawPayload.toString('hex')).toBe('ffd8ffda000209ffd9');
    const opened = await new Browser(api.app).call('GET', second!);
    expect([opened.status, opened.headers['content-type']]).toEqual([200, 'audio/mpeg']);
    // 文件本身不登录打不开，公开的只有登记在这条地名下的
    expect((await new Browser(api.app).call('GET', `/api/files/${photo}`)).status).toBe(401);
    const jiayu = await api.staff('jiayuxian');
    expect((await send(jiayu, 'photos', { file: await jiayu.upload('place-photo'), caption: '外县的照片' })).status).toBe(404);
    const media = first!.split('/').at(-1);
    expect((await county.call('POST', `/api/place-media/${media}/withdrawal`, {})).status).toBe(200);
    expect((await new Browser(api.app).call('GET', first!)).status).toBe(404);
    expect(await page(id)).not.toContain('汀泗桥古桥，2024年');
  });
});

test('名录可以导出', async () => {
  const sheet = await county.call('GET', '/api/place-names/sheet?category=street');
  expect([sheet.status, sheet.headers['content-type']]).toEqual([200, expect.stringContaining('spreadsheet')]);
  expect(sheet.raw.length).toBeGreaterThan(2000);
});
